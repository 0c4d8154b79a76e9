import type {
  DescEnum,
  DescEnumValue,
  DescExtension,
  DescField,
  DescFile,
  DescMessage,
  DescMethod,
  DescService,
} from "@bufbuild/protobuf";

/** The declarations that source information describes. */
export type Described =
  | DescEnum
  | DescEnumValue
  | DescExtension
  | DescField
  | DescMessage
  | DescMethod
  | DescService;

export function fileOf(described: Described): DescFile {
  switch (described.kind) {
    case "rpc":
    case "field":
    case "enum_value":
      return described.parent.file;
    default:
      return described.file;
  }
}

/** The path of a declaration in source information: field numbers of descriptor.proto, and indexes. */
export function pathOf(described: Described): readonly number[] {
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
    case "extension": {
      const { parent, file, proto } = described;
      if (parent === undefined) return [7, file.proto.extension.indexOf(proto)];
      return [...pathOf(parent), 6, parent.proto.extension.indexOf(proto)];
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
