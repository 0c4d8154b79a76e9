/** A path template of google.api.http, as `internal/httpjson/template.go` reads it in the service. */
export interface RouteTemplate {
  /** Literals as they are compared, `*` for one segment, `**` for any number. */
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

/** The template, or why it is none. */
export function parseTemplate(text: string): RouteTemplate | string {
  if (!text.startsWith("/")) return "it needs a leading slash";
  const parts: Parts = { segments: [], variables: [], verb: "" };
  let rest = text.slice(1);
  if (rest === "") parts.segments.push("");
  while (rest !== "") {
    const next = rest.startsWith("{") ? variable(rest, parts) : literal(rest, parts);
    if ("reason" in next) return next.reason;
    rest = next.rest;
  }
  const { segments, variables } = parts;
  if (segments.filter((segment) => segment === "**").length > 1) return "** can be there once";
  const names = variables.map(({ field }) => field);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? parts : `variable ${twice} is there twice`;
}

/** The same for two templates that match the same paths. */
export function templateKey({ segments, verb }: RouteTemplate): string {
  return `${segments.join("/")}:${verb}`;
}

interface Parts {
  readonly segments: string[];
  readonly variables: PathVariable[];
  verb: string;
}

type Next = { readonly rest: string } | { readonly reason: string };

function variable(text: string, parts: Parts): Next {
  const end = text.indexOf("}");
  if (end < 0) return { reason: `there is no } after "${text}"` };
  const inner = text.slice(1, end);
  const [, field = "", pattern = "*"] = /^([^=]*)(?:=(.*))?$/.exec(inner) ?? [];
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(field)) return { reason: `"{${inner}}" names no field` };
  const from = parts.segments.length;
  for (const part of pattern.split("/")) {
    if (!addSegment(part, parts)) return { reason: `"${part}" is no segment` };
  }
  parts.variables.push({ field, from, to: parts.segments.length });
  return separator(text.slice(end + 1), parts);
}

function literal(text: string, parts: Parts): Next {
  const slash = text.indexOf("/");
  const colon = text.lastIndexOf(":");
  // In the last segment a colon begins the verb.
  const end = slash >= 0 ? slash : colon >= 0 ? colon : text.length;
  const segment = text.slice(0, end);
  return addSegment(segment, parts)
    ? separator(text.slice(end), parts)
    : { reason: `"${segment}" is no segment` };
}

function addSegment(segment: string, { segments }: Parts): boolean {
  const wildcard = segment === "*" || segment === "**";
  const text = wildcard ? segment : unescaped(segment);
  if (text === "" || (!wildcard && /[*/{}]/.test(text))) return false;
  segments.push(text);
  return true;
}

/** Nothing where it can't be unescaped. */
function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

/** Reads the slash before another segment, or the verb at the end. */
function separator(text: string, parts: Parts): Next {
  if (text === "") return { rest: "" };
  if (text.startsWith("/") && text.length > 1) return { rest: text.slice(1) };
  if (!/^:[^/{}:]+$/.test(text)) return { reason: `there can't be "${text}" after a segment` };
  parts.verb = text.slice(1);
  return { rest: "" };
}
