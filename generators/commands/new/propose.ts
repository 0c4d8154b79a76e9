import { basename, resolve } from "node:path";
import { catalogueOf } from "../../layers/catalogue-of.ts";
import { joinSources } from "../../layers/join-sources.ts";
import type { LayerSource } from "../../layers/layer.ts";
import type { Answers } from "../../options/answers.ts";
import type { Choice, Values } from "../../options/option.ts";
import type { PresetRules } from "../../options/preset-rules.ts";
import { settle } from "../../options/settle.ts";
import type { Ask, Given } from "../../options/settle-options.ts";
import { toAnswers } from "../../options/to-answers.ts";
import { type ComparedFile, compare } from "../../plan/compare.ts";
import { generateService } from "../../plan/generate-service.ts";
import type { Plan } from "../../plan/plan.ts";
import type { CommandInput } from "../command-input.ts";
import { withProgress } from "../terminal/with-progress.ts";

/** What would be written, and where. Nothing has been written. */
export interface Proposal {
  readonly values: Values;
  readonly answers: Answers;
  /** As the user typed it. */
  readonly dir: string;
  /** Absolute path. */
  readonly target: string;
  readonly plan: Plan;
  readonly compared: readonly ComparedFile[];
}

interface ProposeSources {
  readonly input: CommandInput;
  readonly given: Given;
  readonly ask: Ask;
  /** The presets to offer; empty when nothing is asked. */
  readonly presets: readonly Choice[];
}

interface LayeredRules extends PresetRules {
  readonly layers: LayerSource;
}

/** Plans a service from the given answers: asks for the missing ones, reads the IDL and composes the layers. */
export async function propose({ input, given, ask, presets }: ProposeSources): Promise<Proposal> {
  const { world, parts, parsed } = input;
  const { cwd, env, signal, system } = world;
  const source = await parts.layers();
  const rulesOf = async (spec: string): Promise<LayeredRules> => {
    const { layers: own, ...rules } = await parts.preset(spec, cwd);
    const layers = own === null ? source : joinSources([source, own]);
    return { ...rules, layers, catalogue: catalogueOf(layers.manifests, presets) };
  };
  const catalogue = catalogueOf(source.manifests, presets);
  const settled = await settle({ given, catalogue, here: basename(cwd), ask, rulesOf });
  const answers = toAnswers(settled);
  const [dir = answers.name] = settled.values.dir ?? [];
  const run = {
    cwd,
    env,
    signal,
    system,
    protoPaths: parsed.flags.get("proto-path") ?? [],
    partial: parsed.flags.has("partial"),
    buf: parsed.flags.get("buf")?.[0] ?? null,
  };
  const layers = settled.rules?.layers ?? source;
  const { plan } = await withProgress(world, "reading the IDL and generating code", (progress) =>
    generateService({ answers, layers, run: { ...run, progress }, parts }),
  );
  const target = resolve(cwd, dir);
  return { values: settled.values, answers, dir, target, plan, compared: compare({ plan, target }) };
}
