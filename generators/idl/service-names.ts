import { checkPath } from "../files/gate.ts";
import { goCamelCase } from "../go/go-camel-case.ts";
import { isPortable } from "../go/is-portable.ts";
import type { IdlService } from "./model.ts";

type ServiceNames = Pick<IdlService, "goName" | "fileName">;

/** Names in `internal/rpc` that are taken. */
const taken: readonly string[] = ["Deps", "New", "Services"];
const takenFiles: readonly string[] = ["deps", "doc", "rpc", "unimplemented"];

/** Adds Go names to the services of an IDL. */
export function namedServices(
  services: readonly Omit<IdlService, keyof ServiceNames>[],
): readonly IdlService[] {
  const names = serviceNames(services.map(({ fullName }) => fullName));
  return services.map(({ name, fullName, ...rest }, index) => {
    const { goName, fileName } = names[index] ?? { goName: name, fileName: name };
    return { name, fullName, goName, fileName, ...rest };
  });
}

/**
 * Go names and file names for services. Each is the service's name, preceded by as many parts of its package as make
 * it unique.
 */
export function serviceNames(fullNames: readonly string[]): readonly ServiceNames[] {
  const goNames = unique(fullNames, (parts) => goCamelCase(parts.map(capital).join("")), taken);
  const fileNames = unique(fullNames, (parts) => fileName(parts.map(capital).join("")), takenFiles);
  return fullNames.map((name, index) => ({
    goName: goNames[index] ?? name,
    fileName: fileNames[index] ?? name,
  }));
}

function unique(
  fullNames: readonly string[],
  nameOf: (parts: readonly string[]) => string,
  reserved: readonly string[],
): readonly string[] {
  // The candidate names of every service, shortest first, and how many services would have each.
  const names = fullNames.map((fullName) => {
    const parts = fullName.split(".");
    return parts.map((_, index) => nameOf(parts.slice(-index - 1)));
  });
  const wishes = new Map<string, number>();
  for (const all of names)
    all.forEach((name, words) => {
      const key = `${words}:${name.toLowerCase()}`;
      wishes.set(key, (wishes.get(key) ?? 0) + 1);
    });
  const used = new Set<string>();
  return names.map((all) => {
    const isFree = (name: string, words: number) =>
      !reserved.includes(name) &&
      wishes.get(`${words}:${name.toLowerCase()}`) === 1 &&
      !used.has(name.toLowerCase());
    const base = all.find(isFree) ?? all.at(-1) ?? "";
    let result = base;
    for (let number = 2; used.has(result.toLowerCase()) || reserved.includes(result); number++)
      result = `${base}${number}`;
    used.add(result.toLowerCase());
    return result;
  });
}

function capital(part: string): string {
  return part.charAt(0).toUpperCase() + part.slice(1);
}

/**
 * The file name of a service: `LibraryService` is `library_service`. `FooLinux` is `foolinux`, because Go would build
 * `foo_linux` only on Linux; `Con`, a device on Windows, is `con_service`.
 */
function fileName(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/([A-Z])([A-Z][a-z])/g, "$1_$2");
  const snake = words.toLowerCase().replace(/^_+/, "").replace(/__+/g, "_").replace(/_+$/, "");
  const portable = isPortable(snake) ? snake : snake.replaceAll("_", "");
  try {
    checkPath(portable);
    return portable;
  } catch {
    return `${portable}_service`;
  }
}
