import { goFolder } from "../../go/go-folder.ts";
import { joinName } from "../../go/join-name.ts";
import { components } from "../components.ts";
import type { GoPackage, IdlFile } from "../model.ts";
import { scanProto } from "./scan-proto.ts";

/** The Go package that a user's file is generated into. `name` is the one in its package clause. */
export interface LocalPackage extends Pick<GoPackage, "path"> {
  readonly name: string;
}

/** The files of one folder and one proto package. */
interface Unit {
  readonly folder: string;
  /** The proto package; empty when the files have none. */
  readonly package: string;
  readonly paths: string[];
  /** The keys of the units that it imports. */
  readonly imports: Set<string>;
}

/**
 * The Go package of each file, by path. Normally there is one per folder. Proto packages that share a folder get a
 * subfolder each, and packages that import each other, which Go refuses, become one Go package.
 */
export function localPackages(files: readonly IdlFile[]): ReadonlyMap<string, LocalPackage> {
  const units = unitsOf(files);
  const groups = components(new Map([...units].map(([key, { imports }]) => [key, imports])));
  const packages = groups.map((keys) => keys.flatMap((key) => units.get(key) ?? []));
  const inFolder = (folder: string) => packages.filter((members) => members[0]?.folder === folder).length;
  const crowded = new Map([...units.values()].map(({ folder }) => [folder, inFolder(folder) > 1]));
  const used = new Set<string>();
  const result = new Map<string, LocalPackage>();
  for (const members of packages) {
    const [{ folder, package: proto } = { folder: "", package: "" }] = members;
    const name = packageName(proto, folder);
    const parts = ["gen", goFolder(folder), crowded.get(folder) === true ? name : ""];
    const path = free(parts.filter((part) => part !== "").join("/"), used);
    for (const file of members.flatMap(({ paths }) => paths)) result.set(file, { path, name });
  }
  return result;
}

function unitsOf(files: readonly IdlFile[]): ReadonlyMap<string, Unit> {
  const outlines = files.map(({ path, text }) => ({ path, folder: folderOf(path), ...scanProto(text) }));
  const keys = new Map(outlines.map(({ path, folder, package: name }) => [path, `${folder}:${name}`]));
  const units = new Map<string, Unit>();
  for (const { path, folder, package: name, imports } of outlines) {
    const key = keys.get(path) ?? "";
    const unit = units.get(key) ?? { folder, package: name, paths: [], imports: new Set() };
    units.set(key, unit);
    unit.paths.push(path);
    for (const imported of imports) {
      const other = keys.get(imported.path);
      if (other !== undefined && other !== key) unit.imports.add(other);
    }
  }
  return units;
}

function free(path: string, used: Set<string>): string {
  let result = path;
  for (let number = 2; used.has(result.toLowerCase()); number++) result = `${path}${number}`;
  used.add(result.toLowerCase());
  return result;
}

/**
 * The plugin options that set each file's Go package, whatever its own go_package is, so that generated code is the
 * same for every module path. Where a package is not in the folder of its file, the output follows the package.
 */
export function packageOptions(
  packages: ReadonlyMap<string, LocalPackage>,
  module: string,
): readonly string[] {
  const all = [...packages];
  const mirrored = all.every(
    ([file, { path }]) => path === ["gen", folderOf(file)].join("/").replace(/\/$/, ""),
  );
  return [
    ...(mirrored ? [] : [`module=${module}/gen`]),
    ...all.map(([file, { path, name }]) => `M${file}=${module}/${path};${name}`).sort(),
  ];
}

/**
 * The name of a Go package: `google.example.library.v1` is `libraryv1`, `acme.orders` is `orderspb`. The suffix keeps
 * it apart from every name in Go and in the templates.
 */
function packageName(name: string, folder: string): string {
  return joinName((name === "" ? folder.replaceAll("/", ".") : name).split("."), 1);
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
