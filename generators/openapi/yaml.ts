import type { Plain } from "./schemas/schema.ts";

/**
 * Prints YAML in block style with keys in their order. A text that some version of YAML would read as another type is
 * quoted.
 */
export function printYaml(value: { readonly [key: string]: Plain }): string {
  const lines: string[] = [];
  for (const [key, entry] of Object.entries(value)) write(lines, `${scalar(key)}:`, "", entry);
  return `${lines.join("\n")}\n`;
}

/** Writes a value after `head`, which is `key:` or `-` with its indentation. `indent` is the indentation only. */
function write(lines: string[], head: string, indent: string, value: Plain): void {
  const below = `${indent}  `;
  if (typeof value !== "object" || value === null) {
    if (typeof value === "string" && isBlock(value)) {
      lines.push(`${head} |-`);
      for (const line of value.split("\n")) lines.push(line === "" ? "" : below + line);
    } else {
      lines.push(`${head} ${scalar(value)}`);
    }
  } else if (isList(value)) {
    if (value.length === 0) lines.push(`${head} []`);
    else lines.push(head);
    for (const item of value) writeItem(lines, below, item);
  } else {
    const entries = Object.entries(value);
    if (entries.length === 0) lines.push(`${head} {}`);
    else lines.push(head);
    for (const [key, entry] of entries) write(lines, `${below}${scalar(key)}:`, below, entry);
  }
}

/** Writes an item of a list. The first key of an object is on the line of the dash. */
function writeItem(lines: string[], indent: string, item: Plain): void {
  const entries = typeof item === "object" && item !== null && !isList(item) ? Object.entries(item) : [];
  if (entries.length === 0) write(lines, `${indent}-`, indent, item);
  entries.forEach(([key, entry], index) => {
    write(lines, `${indent}${index === 0 ? "-" : " "} ${scalar(key)}:`, `${indent}  `, entry);
  });
}

// Array.isArray does not narrow read-only lists.
function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value);
}

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Whether a text can be a literal block: it has several lines, and a block would not change them. */
function isBlock(text: string): boolean {
  return text.includes("\n") && !/^\s|\s$/.test(text) && !unprintable.test(text.replaceAll("\n", ""));
}

/** Words that YAML 1.1 or 1.2 reads as a boolean or null. */
const otherTypes = /^(y|n|yes|no|on|off|true|false|null)$/i;

function scalar(value: null | boolean | number | string): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const plain =
    /^[\p{L}_/$]/u.test(value) &&
    !/: | #|[:\s]$/.test(value) &&
    !unprintable.test(value) &&
    !otherTypes.test(value);
  return plain ? value : quoted(value);
}

/** A JSON string is a YAML string if the characters are escaped that JSON allows and YAML does not. */
export function quoted(text: string): string {
  const hex = (char: string) => char.charCodeAt(0).toString(16).padStart(4, "0");
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => `\\u${hex(char)}`);
}
