/** Lists, link definitions and headings at the start of a paragraph, which gofmt reformats. */
const special = /^([-*+•]|\d+[.)])\s|^\[[^\]]*\]:|^#/;

/**
 * Converts a comment of the IDL to a Go doc comment that gofmt does not change: paragraphs of trimmed lines, with
 * lists and headings as plain text.
 */
export function goComment(comment: string): string {
  const lines = comment
    .split("\n")
    .map((line) => line.replace(/\p{Cc}|\p{Cf}/gu, " ").trim())
    // An old-style build constraint, which gofmt would move to the top of the file.
    .map((line) => line.replace(/^\+build\b/, "build"));
  const paragraphs = lines
    .join("\n")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ""))
    .filter((paragraph) => paragraph !== "");
  const safe = paragraphs.map((paragraph, index) => {
    const text = special.test(paragraph) ? `– ${paragraph.replace(/^([-*+•]|#+)\s*/, "")}` : paragraph;
    // A single line without a full stop between two paragraphs would become a heading.
    const heading = !text.includes("\n") && index < paragraphs.length - 1 && /[\p{L}\p{N})\]"']$/u.test(text);
    return heading ? `${text}:` : text;
  });
  return safe.join("\n\n");
}
