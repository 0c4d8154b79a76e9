/** A list or a link definition at the start of a paragraph, or a heading: gofmt lays these out anew. */
const special = /^([-*+•]|\d+[.)])\s|^\[[^\]]*\]:|^#/;

/**
 * The text of a comment in the IDL such that gofmt leaves it alone as a Go doc comment: paragraphs of trimmed lines, lists and
 * headings as plain text.
 */
export function goComment(comment: string): string {
  const lines = comment
    .split("\n")
    .map((line) => line.replace(/\p{Cc}|\p{Cf}/gu, " ").trim())
    // A build constraint of old, which gofmt moves to the top of the file.
    .map((line) => line.replace(/^\+build\b/, "build"));
  const paragraphs = lines
    .join("\n")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ""))
    .filter((paragraph) => paragraph !== "");
  const safe = paragraphs.map((paragraph, index) => {
    const text = special.test(paragraph) ? `– ${paragraph.replace(/^([-*+•]|#+)\s*/, "")}` : paragraph;
    // One line without a full stop between two paragraphs would become a heading.
    const heading = !text.includes("\n") && index < paragraphs.length - 1 && /[\p{L}\p{N})\]"']$/u.test(text);
    return heading ? `${text}:` : text;
  });
  return safe.join("\n\n");
}
