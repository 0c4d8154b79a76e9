import type { BufPlugin } from "../codegen/plugin.ts";
import { UserError } from "../error.ts";
import type { IdlModel } from "./model.ts";

/** Refuses what grpc-gateway stops at without saying where: it binds the path of a client's stream to nothing. */
export function checkGateway(
  { services }: Pick<IdlModel, "services">,
  plugins: readonly Pick<BufPlugin, "name">[],
): void {
  if (!plugins.some(({ name }) => name === "protoc-gen-grpc-gateway")) return;
  for (const { fullName, methods } of services) {
    for (const { name, kind, http } of methods) {
      const bound = http.find(({ template }) => template.includes("{"));
      if (bound === undefined || kind === "unary" || kind === "server") continue;
      throw new UserError(
        "idl-gateway",
        `${fullName}.${name} streams from the client and has a parameter in its path, ${bound.template}: grpc-gateway can't bind it`,
        { hint: "take a path without parameters, or a pair without the gateway, with --partial" },
      );
    }
  }
}
