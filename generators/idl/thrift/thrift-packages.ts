import { joinName } from "../../go/join-name.ts";
import type { GoPackage } from "../model.ts";
import type { ThriftService } from "./thrift-answer.ts";

/** The generated packages by folder, with aliases that are unique in every emitted file. */
export function thriftPackages(services: readonly ThriftService[]): ReadonlyMap<string, GoPackage> {
  const packages = new Map<string, GoPackage>();
  const add = (path: string, wanted: readonly string[]): void => {
    if (packages.has(path)) return;
    const taken = new Set([...packages.values()].map(({ alias }) => alias));
    const last = wanted.at(-1) ?? "api";
    const alias = wanted.find((name) => !taken.has(name)) ?? `${last}${packages.size}`;
    packages.set(path, { alias, path, local: true });
  };
  for (const path of messageFolders(services)) {
    const parts = path.split("/").slice(1);
    add(
      path,
      parts.map((_, index) => joinName(parts, index + 1, "api")),
    );
  }
  for (const { package: path } of services) {
    const name = path.slice(path.lastIndexOf("/") + 1).replaceAll("_", "");
    add(path, [name.endsWith("service") ? name : `${name}service`]);
  }
  return packages;
}

/** The folders that expressions refer to or that contain a service's interface; sorted. */
function messageFolders(services: readonly ThriftService[]): readonly string[] {
  const expressions = services.flatMap(({ methods }) =>
    methods.flatMap(({ args, result, stream }) => [
      ...args.flatMap(({ type, value }) => [type, value]),
      result,
      ...(stream === undefined ? [] : [stream.type, stream.request, stream.response, stream.value]),
    ]),
  );
  const named = expressions.flatMap((text) => [...text.matchAll(braces)].map((match) => match[1] ?? ""));
  return [...new Set([...services.map(({ types }) => types), ...named])].sort();
}

/** Matches the packages in an expression of the generator's answer. */
export const braces = /\{(gen\/[^{}]+)\}/g;
