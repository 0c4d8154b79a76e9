import type { BufPlugin } from "../codegen/plugin.ts";
import { UserError } from "../error.ts";
import type { IdlModel } from "./model.ts";

interface GatewaySources {
  readonly model: Pick<IdlModel, "services">;
  readonly plugins: readonly Pick<BufPlugin, "name">[];
  /** The pairs that generate without this plugin, for the hint. */
  readonly pairsWithout: (plugin: string) => readonly string[];
}

const gateway = "protoc-gen-grpc-gateway";

/** Refuses what grpc-gateway stops at without saying where: it binds the path of a client's stream to nothing. */
export function checkGateway({ model, plugins, pairsWithout }: GatewaySources): void {
  if (!plugins.some(({ name }) => name === gateway)) return;
  for (const { fullName, methods } of model.services) {
    for (const { name, kind, http } of methods) {
      const bound = http.find(({ template }) => template.includes("{"));
      if (bound === undefined || kind === "unary" || kind === "server") continue;
      throw new UserError(
        "idl-gateway",
        `${fullName}.${name} streams from the client and has a parameter in its path, ${bound.template}: grpc-gateway can't bind it`,
        { hint: `take a path without parameters, or, with --partial, ${pairsWithout(gateway).join(", ")}` },
      );
    }
  }
}
