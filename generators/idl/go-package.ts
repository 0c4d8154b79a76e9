import type { GoPackage, IdlFile } from "./model.ts";
import { scanProto } from "./scan-proto.ts";

/** The Go package that a user's file is generated into; `name` is its package clause. */
export interface LocalPackage extends Pick<GoPackage, "path"> {
  readonly name: string;
}

/** The Go package of each file, by path: one a folder, named for the proto package in it. */
export function localPackages(files: readonly IdlFile[]): ReadonlyMap<string, LocalPackage> {
  const names = new Map<string, string>();
  for (const { path, text } of files) {
    const folder = folderOf(path);
    if (!names.has(folder)) names.set(folder, packageName(scanProto(text).package, folder));
  }
  return new Map(
    files.map(({ path }) => {
      const folder = folderOf(path);
      const name = names.get(folder) ?? "apipb";
      return [path, { path: folder === "" ? "gen" : `gen/${folder}`, name }];
    }),
  );
}

/** Options that give each file its package, whatever its own go_package says: the module's path stays out of what is generated. */
export function packageOptions(files: readonly IdlFile[], module: string): readonly string[] {
  return [...localPackages(files)].map(([file, { path, name }]) => `M${file}=${module}/${path};${name}`);
}

/** `google.example.library.v1` is `libraryv1`, `acme.orders` is `orderspb`: never a word that Go or a template has another use for. */
function packageName(name: string, folder: string): string {
  return joinName((name === "" ? folder.replaceAll("/", ".") : name).split("."), 1);
}

const version = /^v\d+(p\d+)?((alpha|beta)\d*)?(test.*)?$/;

/** The last `words` parts of a dotted name, with the version that follows them, or else with the suffix. */
export function joinName(parts: readonly string[], words: number, suffix = "pb"): string {
  const clean = parts
    .map((part) => part.toLowerCase().replace(/[^a-z0-9]/g, ""))
    .filter((part) => part !== "");
  const last = clean.at(-1) ?? "api";
  const versioned = clean.length > 1 && version.test(last);
  const stem = (versioned ? clean.slice(0, -1) : clean).slice(-words).join("") || "api";
  const named = versioned ? stem + last : stem.endsWith(suffix) ? stem : stem + suffix;
  return /^[a-z]/.test(named) ? named : suffix + named;
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
