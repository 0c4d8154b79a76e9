import type { FileRegistry } from "@bufbuild/protobuf";
import { UserError } from "../../error.ts";
import { rulesConfig } from "../../tools/buf-yaml.ts";
import { type LintFinding, lint } from "../../tools/lint.ts";
import type { Workspace } from "../../tools/with-workspace.ts";
import type { SourceFile } from "../source-file.ts";
import { type RuleDefect, ruleDefect } from "./rule-defect.ts";
import { findRules, type RulePlace } from "./rule-place.ts";

interface RuleSources {
  readonly workspace: Pick<Workspace, "buf">;
  readonly registry: FileRegistry;
  /** The user's files. */
  readonly files: readonly SourceFile[];
}

/**
 * Refuses rules of `buf/validate` that would keep the service from starting. buf compiles each rule with the same
 * implementation as the service. Its other findings are advice and are ignored.
 */
export async function checkRules(sources: RuleSources): Promise<void> {
  const broken = await brokenRules(sources);
  const [first] = broken;
  if (first === undefined) return;
  const { where, defect } = first;
  const more = broken.length === 1 ? "" : `; ${broken.length} rules are broken`;
  throw new UserError("idl-rule", `${where}: ${defect.reason}`, { hint: `${defect.hint}${more}` });
}

interface BrokenRule {
  /** The file, the line, and the field or the message. */
  readonly where: string;
  readonly defect: RuleDefect;
}

/** Finds the rules that do not compile. */
export async function brokenRules({
  workspace,
  registry,
  files,
}: RuleSources): Promise<readonly BrokenRule[]> {
  const findings = await lint(workspace, ["--config", rulesConfig()]);
  const placeOf = findRules(registry);
  const placed = findings.map((finding) => ({ finding, place: placeOf(finding) }));
  const off = placed.flatMap(({ finding, place }) => {
    const rules = ignored.exec(finding.message)?.[1];
    return rules === undefined ? [] : [{ owner: place?.owner, rules: `${rules}.` }];
  });
  return placed.flatMap(({ finding, place }) => {
    const isOff = off.some(({ owner, rules }) => owner === place?.owner && finding.message.includes(rules));
    const defect = isOff || isOfExtension(finding, place) ? undefined : ruleDefect(finding.message, place);
    if (defect === undefined) return [];
    const file = files.find(({ path }) => `api/${path}` === finding.file)?.shown ?? finding.file;
    const owner = place === undefined ? "" : `: ${place.owner}`;
    return [{ where: `${file}:${finding.start.line}${owner}`, defect }];
  });
}

/** Rules beside IGNORE_ALWAYS are never compiled. */
const ignored = /=IGNORE_ALWAYS and therefore other rules in (\S+) are not applied/;

/** Rules on extensions of messages are never evaluated. Extensions of rules define rules themselves. */
function isOfExtension({ message }: LintFinding, place: RulePlace | undefined): boolean {
  return place?.owner.kind === "extension" && !message.includes("(buf.validate.predefined)");
}
