import { goFolder } from "../../go/go-folder.ts";
import { joinName } from "../../go/join-name.ts";
import { components } from "../components.ts";
import type { GoPackage, IdlFile } from "../model.ts";
import { scanProto } from "./scan-proto.ts";

/** The Go package that a user's file is generated into; `name` is its package clause. */
export interface LocalPackage extends Pick<GoPackage, "path"> {
  readonly name: string;
}

/** Files of one folder and one proto package. */
interface Unit {
  readonly folder: string;
  /** Of the proto files; empty when they have none. */
  readonly package: string;
  readonly paths: string[];
  /** Keys of the units that it imports. */
  readonly imports: Set<string>;
}

/**
 * The Go package of each file, by path: one a folder where that is possible. Proto packages that share a folder get folders of
 * their own below it, and those that import each other, which Go refuses, are one Go package.
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
 * Options that give each file its package, whatever its own go_package says: the module's path stays out of what is generated.
 * Where a package is not in the folder of its file, the output goes by the package.
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

/** `google.example.library.v1` is `libraryv1`, `acme.orders` is `orderspb`: never a word that Go or a template has another use for. */
function packageName(name: string, folder: string): string {
  return joinName((name === "" ? folder.replaceAll("/", ".") : name).split("."), 1);
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
