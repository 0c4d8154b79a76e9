import { UserError } from "../../error.ts";
import { hasRules } from "../known-imports.ts";
import type { Sources } from "../proto/collect-sources.ts";
import { scanProto } from "../proto/scan-proto.ts";

/** Proto packages that the Go modules of every service register at start-up, by module. */
export const registered = {
  "github.com/prometheus/client_model": ["io.prometheus.client"],
  "go.opentelemetry.io/proto/otlp": [
    "opentelemetry.proto.collector.trace.v1",
    "opentelemetry.proto.common.v1",
    "opentelemetry.proto.resource.v1",
    "opentelemetry.proto.trace.v1",
  ],
  "google.golang.org/grpc": [
    "grpc.binarylog.v1",
    "grpc.health.v1",
    "grpc.reflection.v1",
    "grpc.reflection.v1alpha",
  ],
} as const satisfies Registered;

/** The packages that are registered in addition when the IDL has rules. */
export const registeredByRules = {
  "cel.dev/expr": ["cel.expr"],
  "google.golang.org/genproto/googleapis/api": ["google.api.expr.v1alpha1"],
} as const satisfies Registered;

type Registered = Readonly<Record<string, readonly string[]>>;

/**
 * Refuses proto packages that a module of the service registers too: Go's protobuf accepts a name only once, and the
 * binary would panic at start-up.
 */
export function checkRegistered({ files, knownImports }: Pick<Sources, "files" | "knownImports">): void {
  const owners: Registered = hasRules(knownImports) ? { ...registered, ...registeredByRules } : registered;
  for (const { text, shown } of files) {
    const { package: name, packageLine } = scanProto(text);
    const [module] = Object.entries(owners).find(([, names]) => names.includes(name)) ?? [];
    if (module === undefined) continue;
    throw new UserError(
      "idl-name",
      `${shown}:${packageLine}: package ${name} is in the service by ${module}, and Go accepts each name only once`,
      { hint: "rename the package: messages keep their wire format, procedures get new names" },
    );
  }
}
