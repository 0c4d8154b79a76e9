import { UserError } from "../../error.ts";
import type { LocalPackage } from "../proto/local-packages.ts";
import type { SourceFile } from "../source-file.ts";

interface OutputSources {
  readonly files: readonly SourceFile[];
  readonly packages: ReadonlyMap<string, LocalPackage>;
  /** What each plugin puts in the place of `.proto`, such as `_grpc.pb.go`. */
  readonly suffixes: readonly string[];
}

/** Refuses two sources that would be generated into the same file, such as `a.proto` and `a_grpc.proto`. */
export function checkOutputs({ files, packages, suffixes }: OutputSources): void {
  const outputs = new Map<string, string>();
  for (const { path, shown } of files) {
    const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.proto$/, "");
    for (const suffix of suffixes) {
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
