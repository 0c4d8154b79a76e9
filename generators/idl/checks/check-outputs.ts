import { UserError } from "../../error.ts";
import type { LocalPackage } from "../proto/local-packages.ts";
import type { SourceFile } from "../source-file.ts";

interface OutputSources {
  readonly files: readonly SourceFile[];
  readonly packages: ReadonlyMap<string, LocalPackage>;
  /** Names of the plugins, such as `protoc-gen-go`. */
  readonly plugins: readonly string[];
}

/** The suffix that each plugin appends to the name of a source. */
const suffixes: Readonly<Record<string, string>> = {
  "protoc-gen-go": ".pb.go",
  "protoc-gen-go-grpc": "_grpc.pb.go",
  "protoc-gen-grpc-gateway": ".pb.gw.go",
};

/** Refuses two sources that would be generated into the same file, such as `a.proto` and `a_grpc.proto`. */
export function checkOutputs({ files, packages, plugins }: OutputSources): void {
  const outputs = new Map<string, string>();
  for (const { path, shown } of files) {
    const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.proto$/, "");
    for (const name of plugins) {
      const suffix = suffixes[name];
      if (suffix === undefined) continue;
      const output = `${packages.get(path)?.path ?? "gen"}/${stem}${suffix}`;
      const other = outputs.get(output.toLowerCase());
      if (other !== undefined) {
        throw new UserError("idl-name", `${other} and ${shown} would both be generated as ${output}`, {
          hint: "rename one of them",
        });
      }
      outputs.set(output.toLowerCase(), shown);
    }
  }
}
