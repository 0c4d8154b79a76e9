/** A path template of google.api.http, parsed as `internal/httpjson/template.go` does in the service. */
export interface RouteTemplate {
  /** Unescaped literals, `*` for one segment, and `**` for any number of segments. */
  readonly segments: readonly string[];
  readonly variables: readonly PathVariable[];
  /** The verb, such as `merge` of `/v1/{name}:merge`, or empty. */
  readonly verb: string;
}

/** A field and the segments that it captures, from `from` up to but not including `to`. */
export interface PathVariable {
  readonly field: string;
  readonly from: number;
  readonly to: number;
}

/** Parses a template. Returns the reason when it is not one. */
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
  if (segments.filter((segment) => segment === "**").length > 1) return "** can appear only once";
  const names = variables.map(({ field }) => field);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? parts : `variable ${twice} appears twice`;
}

/** A key that is equal for two templates that match the same paths. */
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
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(field)) return { reason: `"{${inner}}" does not name a field` };
  const from = parts.segments.length;
  for (const part of pattern.split("/")) {
    if (!addSegment(part, parts)) return { reason: `"${part}" is not a segment` };
  }
  parts.variables.push({ field, from, to: parts.segments.length });
  return separator(text.slice(end + 1), parts);
}

function literal(text: string, parts: Parts): Next {
  const slash = text.indexOf("/");
  const colon = text.lastIndexOf(":");
  // In the last segment, a colon starts the verb.
  const end = slash >= 0 ? slash : colon >= 0 ? colon : text.length;
  const segment = text.slice(0, end);
  return addSegment(segment, parts)
    ? separator(text.slice(end), parts)
    : { reason: `"${segment}" is not a segment` };
}

function addSegment(segment: string, { segments }: Parts): boolean {
  const wildcard = segment === "*" || segment === "**";
  const text = wildcard ? segment : unescaped(segment);
  if (text === "" || (!wildcard && /[*/{}]/.test(text))) return false;
  segments.push(text);
  return true;
}

/** The unescaped segment, or an empty text when it is not valid. */
function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

/** Reads the slash before the next segment, or the verb at the end. */
function separator(text: string, parts: Parts): Next {
  if (text === "") return { rest: "" };
  if (text.startsWith("/") && text.length > 1) return { rest: text.slice(1) };
  if (!/^:[^/{}:]+$/.test(text)) return { reason: `"${text}" can't follow a segment` };
  parts.verb = text.slice(1);
  return { rest: "" };
}
