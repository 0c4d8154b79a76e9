import type { DescFile } from "@bufbuild/protobuf";
import { type Described, fileOf, pathOf } from "../../idl/proto/source-path.ts";

/** Reads a declaration's comment as Markdown; empty when it has none. */
export type ReadComment = (described: Described) => string;

/** Returns a function that reads comments. The comments of each file are indexed once. */
export function commentReader(): ReadComment {
  const files = new Map<DescFile, ReadonlyMap<string, string>>();
  return (described) => {
    const file = fileOf(described);
    const known = files.get(file) ?? readFile(file);
    files.set(file, known);
    return clean(known.get(pathOf(described).join()) ?? "");
  };
}

/** Reads the comments of a file, by their paths in the source information. */
function readFile({ proto }: DescFile): ReadonlyMap<string, string> {
  const locations = proto.sourceCodeInfo?.location ?? [];
  return new Map(
    locations.flatMap(({ path, leadingComments, trailingComments }) => {
      const text = leadingComments || trailingComments;
      return text === "" ? [] : [[path.join(), text] as const];
    }),
  );
}

/** Removes markers, indentation, and directives for linters and maintainers. */
function clean(comment: string): string {
  if (comment === "") return "";
  return comment
    .replace(/\(--[\s\S]*?--\)/g, "")
    .split("\n")
    .map((line) => line.replaceAll("\t", "  ").replace(/^ /, "").trimEnd())
    .filter((line) => !/^\s*buf:lint:/.test(line))
    .join("\n")
    .trim()
    .replace(/\n{3,}/g, "\n\n");
}
