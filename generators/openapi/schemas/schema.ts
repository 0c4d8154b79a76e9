/** A value that both YAML and JSON can represent. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** A JSON Schema: keywords and their values. */
export type Schema = { readonly [keyword: string]: Plain };
