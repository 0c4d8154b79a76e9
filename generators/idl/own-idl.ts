import { builtinTools } from "../codegen/builtin.ts";
import { bufPlugins } from "../codegen/plugin.ts";
import { resolveTools } from "../codegen/tools.ts";
import type { LayerManifest, ProtocolOffer } from "../layers/manifest.ts";
import { choicesOf, protocolOf } from "../layers/registry.ts";
import { factsOf, selectLayers } from "../layers/select.ts";
import type { IdlPart, IdlRequest } from "../parts.ts";
import { loadIdl } from "./load-idl.ts";

/** The user's own IDL: the tools are found or installed, the files read, the code generated that the selected layers ask for. */
export async function ownIdl({ answers, manifests, run }: IdlRequest, here: string): Promise<IdlPart> {
  const { cwd, env, signal, system, progress, protoPaths, partial } = run;
  const tools = await resolveTools({
    expected: builtinTools(),
    named: run.buf,
    from: [cwd, here],
    cwd,
    env,
    ...system,
    signal,
    progress,
  });
  const { model, gen, config } = await loadIdl({
    paths: answers.idl,
    protoPaths,
    cwd,
    module: answers.module,
    pair: `${answers.framework} ${answers.protocol}`,
    kinds: protocolOf(manifests, answers)?.kinds ?? [],
    othersFor: (kinds) => pairsThat(manifests, (offer) => kinds.every((kind) => offer.kinds.includes(kind))),
    thriftPairs: pairsThat(manifests, ({ idl }) => idl.includes("thrift")),
    pairsWithout: (plugin) => {
      const others = manifests.filter(
        ({ tools: uses }) => !uses.some((tool) => tool.package.endsWith(`/${plugin}`)),
      );
      return pairsThat(others, ({ idl }) => idl.includes("proto"));
    },
    plugins: async (idl) => {
      const selected = selectLayers(manifests, factsOf({ answers, idl, manifests }));
      return bufPlugins(selected.flatMap((layer) => layer.tools));
    },
    partial,
    tools,
    env,
    signal,
  });
  return { model, gen: [...gen, ...config] };
}

/** `grpc dual` */
function pairsThat(
  manifests: readonly LayerManifest[],
  fits: (offer: ProtocolOffer) => boolean,
): readonly string[] {
  return choicesOf(manifests, "framework").flatMap(({ choice, protocols }) =>
    protocols.filter(fits).map(({ name }) => `${choice} ${name}`),
  );
}
