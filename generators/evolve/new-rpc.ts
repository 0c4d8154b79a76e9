/** A method to be added to a service. */
export interface NewRpc {
  /** Name of the service in its file. */
  readonly service: string;
  readonly method: string;
  readonly kind: "unary" | "server" | "client" | "bidi";
  readonly request: string;
  readonly response: string;
  readonly http: NewRoute | null;
}

export interface NewRoute {
  /** `POST` */
  readonly method: string;
  /** `/v1/orders/{id}:cancel` */
  readonly path: string;
}

/** How an IDL's text is edited: everything that is there stays as it is. */
export interface IdlEditor {
  /** `.proto` */
  readonly extension: string;
  /** Adds a method, and the types it names and the file does not know; `known` are those of the package's other files. */
  addRpc(source: string, rpc: NewRpc, known: ReadonlySet<string>): string;
  /** Adds a service without methods to a file, or makes the file. */
  addService(source: string | null, service: NewService): string;
}

export interface NewService {
  readonly name: string;
  readonly package: string;
  /** Statements that the package's other files have, and this one should. */
  readonly head: readonly string[];
}

/** Puts `text` into `source` at a place, with the line ends that are there. */
export function insert(source: string, at: number, text: string): string {
  return `${source.slice(0, at)}${text.replaceAll("\n", eolOf(source))}${source.slice(at)}`;
}

/**
 * Puts a method behind those of a service, which is between its braces. The closing one keeps its line; where both share one, it gets
 * its own.
 */
export function insertMethod(
  source: string,
  { open, close }: { readonly open: number; readonly close: number },
  method: string,
): string {
  const inside = source.slice(open + 1, close);
  const gap = inside.trim() === "" ? "" : "\n";
  return inside.includes("\n")
    ? insert(source, source.lastIndexOf("\n", close) + 1, `${gap}${method}`)
    : insert(source, close, `\n${gap}${method}`);
}

/** Puts `text` behind an empty line at the end. */
export function append(source: string, text: string): string {
  const ended = source.endsWith("\n") ? source : `${source}${eolOf(source)}`;
  return insert(ended, ended.length, `\n${text}`);
}

function eolOf(source: string): string {
  return source.includes("\r\n") ? "\r\n" : "\n";
}

/** The first indentation in a text, two spaces where there is none. */
export function indentOf(source: string): string {
  return /^([ \t]+)\S/m.exec(source.replace(/\/\*[\s\S]*?\*\//g, ""))?.[1] ?? "  ";
}

/** Variables of a path template that are fields of the message itself. */
export function pathFields({ path }: NewRoute): readonly string[] {
  return [...path.matchAll(/\{(\w+)(?:=[^}]*)?\}/g)].map((match) => match[1] ?? "");
}
