import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/toolchain.mjs";
import { anyPair, type IdlKind, pairs, storeOf } from "./pairs.ts";

/** A service that the tests emit: what is asked for, and what is known of the result. */
export interface Combination {
  /** Name of its golden. */
  readonly name: string;
  readonly flags: readonly string[];
  /** Needs the WebAssembly plugins, and so a build with Go. */
  readonly ownIdl: boolean;
  /** Chosen by a preset: no other golden is a delta of its golden. */
  readonly preset: boolean;
  /** Its golden is a whole service: that of the first pair of each IDL kind, on which the others build. */
  readonly whole: boolean;
}

/** The name of every service that has a golden: with one name, they differ where the answers make them differ. */
export const serviceName = "orders";

const protos = join(root, "node_modules", "google-proto-files");

/** Flags for a real public API: its methods have `google.api.http` of every shape. */
export const library: readonly string[] = [
  ...["--idl", join(protos, "google/example/library/v1/library.proto")],
  ...["--proto-path", protos],
];

/** Flags for an API with rules for its messages, of every kind. */
export const validated: readonly string[] = ["--idl", join(root, "test", "fixtures", "idl", "validated")];

/** Flags for Thrift of one's own: an include, a union, exceptions, and a method that answers nothing. */
export const parcels: readonly string[] = [
  "--idl",
  join(root, "test", "fixtures", "idl", "thrift", "parcels"),
];

const ownIdls = {
  proto: { name: "library", flags: library },
  thrift: { name: "parcels", flags: parcels },
} as const satisfies Record<IdlKind, { name: string; flags: readonly string[] }>;

/** Every pair with the sample, every preset, every pair with an IDL of one's own. */
export const combinations: readonly Combination[] = [
  ...pairs.map((pair) => ({
    name: `${pair.framework}-${pair.protocol}`,
    flags: pair.flags,
    ...{ ownIdl: false, preset: false, whole: pair === anyPair({ idl: pair.idl }) },
  })),
  ...readdirSync(join(root, "presets"))
    .sort()
    .map((name) => ({
      name: `preset-${name}`,
      flags: ["--preset", name],
      ...{ ownIdl: false, preset: true, whole: false },
    })),
  ...pairs.map((pair) => {
    const { name, flags } = ownIdls[pair.idl];
    return {
      name: `${pair.framework}-${pair.protocol}-${name}`,
      flags: [...pair.flags, "--store", storeOf(pair), ...flags],
      ...{ ownIdl: true, preset: false, whole: false },
    };
  }),
];
