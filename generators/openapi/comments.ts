import type {
  DescEnum,
  DescEnumValue,
  DescField,
  DescFile,
  DescMessage,
  DescMethod,
  DescService,
} from "@bufbuild/protobuf";

export type Described = DescEnum | DescEnumValue | DescField | DescMessage | DescMethod | DescService;

/** Reads comments of the IDL as Markdown, which they mostly are; empty where there is none. */
export type ReadComment = (described: Described) => string;

export function commentReader(): ReadComment {
  const files = new Map<DescFile, ReadonlyMap<string, string>>();
  return (described) => {
    const file = fileOf(described);
    const known = files.get(file) ?? readFile(file);
    files.set(file, known);
    return clean(known.get(pathOf(described).join()) ?? "");
  };
}

/** By path in the source information. */
function readFile({ proto }: DescFile): ReadonlyMap<string, string> {
  const locations = proto.sourceCodeInfo?.location ?? [];
  return new Map(
    locations.flatMap(({ path, leadingComments, trailingComments }) => {
      const text = leadingComments || trailingComments;
      return text === "" ? [] : [[path.join(), text] as const];
    }),
  );
}

/** Without markers, indentation, and what is meant for linters and maintainers alone. */
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

function fileOf(described: Described): DescFile {
  switch (described.kind) {
    case "rpc":
    case "field":
    case "enum_value":
      return described.parent.file;
    default:
      return described.file;
  }
}

/** Numbers of fields in descriptor.proto, and places in them, of which paths in source information are made. */
function pathOf(described: Described): readonly number[] {
  switch (described.kind) {
    case "message": {
      const { parent, file, proto } = described;
      if (parent === undefined) return [4, file.proto.messageType.indexOf(proto)];
      return [...pathOf(parent), 3, parent.proto.nestedType.indexOf(proto)];
    }
    case "enum": {
      const { parent, file, proto } = described;
      if (parent === undefined) return [5, file.proto.enumType.indexOf(proto)];
      return [...pathOf(parent), 4, parent.proto.enumType.indexOf(proto)];
    }
    case "service":
      return [6, described.file.services.indexOf(described)];
    case "field":
      return [...pathOf(described.parent), 2, described.parent.proto.field.indexOf(described.proto)];
    case "enum_value":
      return [...pathOf(described.parent), 2, described.parent.values.indexOf(described)];
    case "rpc":
      return [...pathOf(described.parent), 2, described.parent.methods.indexOf(described)];
  }
}
