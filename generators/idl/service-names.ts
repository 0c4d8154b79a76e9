import { goCamelCase } from "./go-name.ts";
import { isPortable } from "./go-path.ts";

export interface ServiceNames {
  readonly goName: string;
  readonly fileName: string;
}

/** What `internal/rpc` has beside the services. */
const taken: readonly string[] = ["Deps", "New", "Services"];
const takenFiles: readonly string[] = ["deps", "doc", "rpc", "unimplemented"];

/** Go names and file names for services, unique among them: the own name, with as much of the package before it as it takes. */
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
  const name = (fullName: string, words: number) => nameOf(fullName.split(".").slice(-words));
  const isFree = (candidate: string, self: string, words: number) =>
    !reserved.includes(candidate) &&
    fullNames.every(
      (other) => other === self || name(other, words).toLowerCase() !== candidate.toLowerCase(),
    );
  const used = new Set<string>();
  return fullNames.map((fullName) => {
    const most = fullName.split(".").length;
    const words = Array.from({ length: most }, (_, index) => index + 1);
    const found = words.find(
      (count) =>
        isFree(name(fullName, count), fullName, count) && !used.has(name(fullName, count).toLowerCase()),
    );
    const base = name(fullName, found ?? most);
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

/** `LibraryService` is `library_service`; `FooLinux`, which Go would build on Linux alone, is `foolinux`. */
function fileName(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/([A-Z])([A-Z][a-z])/g, "$1_$2");
  const snake = words.toLowerCase().replace(/^_+/, "").replace(/__+/g, "_");
  return isPortable(snake) ? snake : snake.replaceAll("_", "");
}
