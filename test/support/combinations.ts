import { join } from "node:path";
import { root } from "../../scripts/toolchain.mjs";

/** A service that the tests emit: what is asked for, and what is known of the result. */
export interface Combination {
  /** Name of the service, of its folder and of its golden. */
  readonly name: string;
  readonly flags: readonly string[];
  /** Needs the WebAssembly plugins, and so a build with Go. */
  readonly ownIdl: boolean;
}

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

export const combinations: readonly Combination[] = [
  { name: "stdlib-http", flags: ["--framework", "stdlib"], ownIdl: false },
  { name: "grpc-dual", flags: ["--framework", "grpc"], ownIdl: false },
  { name: "kitex-thrift", flags: ["--framework", "kitex"], ownIdl: false },
  { name: "preset-minimal", flags: ["--preset", "minimal"], ownIdl: false },
  { name: "preset-orders", flags: ["--preset", "orders"], ownIdl: false },
  { name: "preset-web-team", flags: ["--preset", "web-team"], ownIdl: false },
  { name: "stdlib-http-library", flags: ["--framework", "stdlib", ...library], ownIdl: true },
  {
    name: "grpc-dual-library",
    flags: ["--framework", "grpc", "--store", "sqlite", ...library],
    ownIdl: true,
  },
  { name: "kitex-thrift-parcels", flags: ["--framework", "kitex", ...parcels], ownIdl: true },
];
