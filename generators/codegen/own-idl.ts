import { choicesOf, protocolOffer } from "../layers/choices-of.ts";
import type { LayerManifest, ProtocolOffer } from "../layers/manifest.ts";
import { factsOf, selectLayers } from "../layers/select-layers.ts";
import { builtinTools } from "../tools/builtin-tools.ts";
import { resolvePack, resolveTools } from "../tools/resolve-tools.ts";
import type { ToolRequest } from "../tools/tool-request.ts";
import type { IdlPart, IdlRequest } from "./idl-part.ts";
import { bufPlugins } from "./proto/buf-plugin.ts";
import { loadProto } from "./proto/load-proto.ts";
import { loadThrift } from "./thrift/load-thrift.ts";

/**
 * Reads the user's own IDL: finds or installs the tools, reads the files, and generates the code that the selected
 * layers require.
 */
export async function ownIdl({ answers, manifests, run }: IdlRequest, here: string): Promise<IdlPart> {
  const { cwd, env, signal, system, progress, protoPaths, partial } = run;
  const request: ToolRequest = {
    expected: builtinTools(),
    named: run.buf,
    from: [cwd, here],
    cwd,
    env,
    ...system,
    signal,
    progress,
  };
  const offer = protocolOffer(manifests, answers);
  const order = {
    paths: answers.idl,
    protoPaths,
    cwd,
    module: answers.module,
    pair: `${answers.framework} ${answers.protocol}`,
    env,
    signal,
  };
  if (offer?.idl[0] === "thrift") {
    const protoPairs = pairsThat(manifests, ({ idl }) => idl.includes("proto"));
    const part = await loadThrift({ ...order, protoPairs, tools: await resolvePack(request) });
    return { ...part, config: [] };
  }
  const tools = await resolveTools(request);
  return loadProto({
    ...order,
    openapi: offer?.ports.some(({ speaks }) => speaks.includes("http")) ? answers.name : null,
    kinds: offer?.kinds ?? [],
    othersFor: (kinds) =>
      pairsThat(
        manifests,
        (offer) => offer.idl.includes("proto") && kinds.every((kind) => offer.kinds.includes(kind)),
      ),
    thriftPairs: pairsThat(manifests, ({ idl }) => idl.includes("thrift")),
    plugins: async (idl) => {
      const selected = selectLayers(manifests, factsOf({ answers, idl, manifests }));
      return bufPlugins(selected.flatMap((layer) => layer.tools));
    },
    partial,
    tools,
  });
}

/** The pairs as `<framework> <protocol>`, for hints. */
function pairsThat(
  manifests: readonly LayerManifest[],
  fits: (offer: ProtocolOffer) => boolean,
): readonly string[] {
  return choicesOf(manifests, "framework").flatMap(({ choice, protocols }) =>
    protocols.filter(fits).map(({ name }) => `${choice} ${name}`),
  );
}
