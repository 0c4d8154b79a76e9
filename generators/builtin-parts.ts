import { fileURLToPath } from "node:url";
import type { Parts } from "./commands/parts.ts";
import { builtinLayers } from "./layers/builtin-layers.ts";
import { builtinModules } from "./modules/builtin-modules.ts";
import { sample } from "./options/idl-choice.ts";

/** The folder of this package. npm may have installed buf and the plugins beside it. */
const here = fileURLToPath(new URL(".", import.meta.url));

/** The parts that come with the package. Every run needs layers and modules; the rest is loaded on demand. */
export const builtinParts: Parts = {
  layers: builtinLayers,
  modules: async () => builtinModules(),
  presets: async () => {
    const [{ builtinPresets }, { listPresets }] = await Promise.all([
      import("./presets/builtin-presets.ts"),
      import("./presets/load-preset.ts"),
    ]);
    const presets = await listPresets(builtinPresets());
    return presets.map(({ name, description }) => ({ value: name, description }));
  },
  preset: async (spec, cwd) => {
    const [{ builtinPresets }, { loadPreset }] = await Promise.all([
      import("./presets/builtin-presets.ts"),
      import("./presets/load-preset.ts"),
    ]);
    const { name, version, ...preset } = await loadPreset({ spec, cwd, shelf: builtinPresets() });
    return { ...preset, name: `${name}@${version}` };
  },
  idl: async (request) => {
    if (request.answers.idl.includes(sample)) {
      const { sampleIdl } = await import("./codegen/sample-idl.ts");
      return sampleIdl(request);
    }
    const { ownIdl } = await import("./codegen/own-idl.ts");
    return ownIdl(request, here);
  },
  tools: async ({ cwd, env, signal, system }) => {
    const { describeTools } = await import("./tools/describe-tools.ts");
    return describeTools({ cwd, env, signal, ...system, from: [cwd, here] });
  },
};
