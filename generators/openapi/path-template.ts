/** A path template of google.api.http, read as `internal/httpjson` of the service reads it. */
export interface PathTemplate {
  /** Literals, `*` for one segment, `**` for any number. */
  readonly segments: readonly string[];
  readonly variables: readonly PathVariable[];
  /** `merge` of `/v1/{name}:merge`, or empty. */
  readonly verb: string;
}

/** A field, and the segments that it takes: those from `from` up to `to`. */
export interface PathVariable {
  readonly field: string;
  readonly from: number;
  readonly to: number;
}

/** Undefined for what is no template. */
export function parseTemplate(text: string): PathTemplate | undefined {
  const part = /\/(?:\{([^{}=]+)(?:=([^{}:]+))?\}|([^/:{}]+))/y;
  const segments: string[] = [];
  const variables: PathVariable[] = [];
  let end = 0;
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    const [, field, pattern = "*", literal] = match;
    end = part.lastIndex;
    if (literal !== undefined) segments.push(literal);
    if (field === undefined) continue;
    const from = segments.length;
    segments.push(...pattern.split("/"));
    variables.push({ field, from, to: segments.length });
  }
  const verb = /^:([^/:{}]+)$/.exec(text.slice(end))?.[1] ?? "";
  const whole = end + (verb === "" ? 0 : verb.length + 1) === text.length;
  const stars = segments.filter((segment) => segment === "**").length;
  if (!whole || segments.length === 0 || segments.includes("") || stars > 1) return undefined;
  return { segments, variables, verb };
}
