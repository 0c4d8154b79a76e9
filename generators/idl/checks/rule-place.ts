import {
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
  type FileRegistry,
  getExtension,
  isMessage,
} from "@bufbuild/protobuf";
import { isReflectList, isReflectMessage, nestedTypes, reflect } from "@bufbuild/protobuf/reflect";
import type { LintFinding } from "../../tools/lint.ts";
import { pathOf } from "../proto/source-path.ts";

export type RuleOwner = DescMessage | DescField | DescExtension;

/** The place of a rule. */
export interface RulePlace {
  readonly owner: RuleOwner;
  /** The id of its violations; undefined where it has none or the place has several. */
  readonly id: string | undefined;
}

/** Returns a function that finds the rule of a finding, by the option's location in the source information. */
export function findRules(registry: FileRegistry): (finding: LintFinding) => RulePlace | undefined {
  const owners = new Map<DescFile, ReadonlyMap<string, RuleOwner>>();
  return (finding) => {
    const file = [...registry.files].find(({ proto }) => `api/${proto.name}` === finding.file);
    const path = file && pathAt(file, finding);
    if (file === undefined || path === undefined) return undefined;
    const known = owners.get(file) ?? ownersOf(file);
    owners.set(file, known);
    for (let length = path.length; length > 0; length--) {
      const owner = known.get(path.slice(0, length).join());
      if (owner === undefined) continue;
      // The path after the owner consists of the field `options` and the number of the option.
      return { owner, id: ruleId({ owner, path: path.slice(length + 2), registry }) };
    }
    return undefined;
  };
}

function pathAt({ proto }: DescFile, { start, end }: LintFinding): readonly number[] | undefined {
  const lines = start.line === end.line ? [] : [end.line - 1];
  const span = [start.line - 1, start.column - 1, ...lines, end.column - 1].join();
  return proto.sourceCodeInfo?.location.findLast((location) => location.span.join() === span)?.path;
}

/** The owners in a file, by path. */
function ownersOf(file: DescFile): ReadonlyMap<string, RuleOwner> {
  const owners = [...nestedTypes(file)].flatMap((type): readonly RuleOwner[] => {
    if (type.kind === "message") return [type, ...type.fields];
    return type.kind === "extension" ? [type] : [];
  });
  return new Map(owners.map((owner) => [pathOf(owner).join(), owner]));
}

interface RulePath {
  readonly owner: RuleOwner;
  /** The path in the option's message: field numbers and list indexes. */
  readonly path: readonly number[];
  readonly registry: FileRegistry;
}

const options = {
  message: "buf.validate.message",
  field: "buf.validate.field",
  extension: "buf.validate.predefined",
} as const satisfies Record<RuleOwner["kind"], string>;

/** The `id` of the rule that the path leads to. A plain expression is its own id. */
function ruleId({ owner, path, registry }: RulePath): string | undefined {
  const extension = registry.getExtension(options[owner.kind]);
  if (extension?.message === undefined || owner.proto.options === undefined) return undefined;
  const option: unknown = getExtension(owner.proto.options, extension);
  let at: unknown = isMessage(option) ? reflect(extension.message, option) : undefined;
  for (const number of path)
    at = isReflectList(at) ? at.get(number) : fieldOf(at, (one) => one.number === number);
  const id = isReflectMessage(at) ? fieldOf(at, (one) => one.name === "id") : at;
  return typeof id === "string" && id !== "" ? id : undefined;
}

function fieldOf(message: unknown, wanted: (field: DescField) => boolean): unknown {
  if (!isReflectMessage(message)) return undefined;
  const field = message.fields.find(wanted);
  return field && message.get(field);
}
