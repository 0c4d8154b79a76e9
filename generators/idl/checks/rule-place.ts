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

/** Where a rule is. */
export interface RulePlace {
  readonly owner: RuleOwner;
  /** What violations of it are called; undefined where it has no name, or the place has several. */
  readonly id: string | undefined;
}

/** Finds the rule that a complaint is about: its place is that of an option in the source information. */
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
      // Behind the owner come the field `options` and the number of the option in it.
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

/** By path. */
function ownersOf(file: DescFile): ReadonlyMap<string, RuleOwner> {
  const owners = [...nestedTypes(file)].flatMap((type): readonly RuleOwner[] => {
    if (type.kind === "message") return [type, ...type.fields];
    return type.kind === "extension" ? [type] : [];
  });
  return new Map(owners.map((owner) => [pathOf(owner).join(), owner]));
}

interface RulePath {
  readonly owner: RuleOwner;
  /** In the option's message: numbers of fields, and places in lists. */
  readonly path: readonly number[];
  readonly registry: FileRegistry;
}

const options = {
  message: "buf.validate.message",
  field: "buf.validate.field",
  extension: "buf.validate.predefined",
} as const satisfies Record<RuleOwner["kind"], string>;

/** The `id` of what the path leads to, or that itself: an expression that stands alone is its own. */
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
