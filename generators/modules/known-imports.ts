import { UserError } from "../error.ts";

/** Proto imports whose Go types are published: what a file's generated code imports, by the longest matching prefix. */
const published = [
  { prefix: "google/protobuf/", module: "google.golang.org/protobuf" },
  { prefix: "google/api/", module: "google.golang.org/genproto/googleapis/api" },
  { prefix: "google/rpc/", module: "google.golang.org/genproto/googleapis/rpc" },
  { prefix: "google/type/", module: "google.golang.org/genproto" },
] as const;

/** In every service with generated code, so no combination of its own. */
const always = "google.golang.org/protobuf";

/** Modules that some IDLs need and some don't, sorted: the part of a combination that the IDL decides. */
export const importModules: readonly string[] = [...new Set(published.map(({ module }) => module))]
  .filter((module) => module !== always)
  .sort();

/** The modules, other than protobuf's own, that the Go types of these proto imports are in; sorted. */
export function modulesOfImports(knownImports: readonly string[]): readonly string[] {
  const modules = knownImports.map((path) => {
    const found = published.find(({ prefix }) => path.startsWith(prefix));
    if (found) return found.module;
    throw new UserError("known-import", `no Go module is known for the import "${path}"`, {
      hint: `known: ${published.map(({ prefix }) => `${prefix}*`).join(", ")}; or add the file to the IDL with --proto-path`,
    });
  });
  return importModules.filter((module) => modules.some((found) => found === module));
}
