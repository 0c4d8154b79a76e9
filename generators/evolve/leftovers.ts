import type { GoFile, GoFunction } from "../go/read-go.ts";
import type { Note } from "./changes.ts";
import type { PlacedFunction } from "./placed-function.ts";
import type { StubbedService } from "./stubbed-service.ts";

/** Notes about methods whose signature no longer matches the IDL, so that they don't compile. */
export function otherSignatures(
  wanted: readonly GoFile[],
  functions: readonly PlacedFunction[],
): readonly Note[] {
  return wanted.flatMap((file) =>
    file.functions.flatMap((method): readonly Note[] => {
      const { receiver, name, signature } = method;
      const found = functions.find((one) => one.receiver === receiver && one.name === name);
      if (receiver === null || found === undefined || shape(found, found.file) === shape(method, file))
        return [];
      return [{ path: found.path, line: found.line, text: `the IDL now declares ${name}${signature}` }];
    }),
  );
}

/** The types in a signature, by their packages' import paths. Names of parameters and aliases don't matter. */
function shape({ signature }: GoFunction, { imports }: GoFile): string {
  const paths = new Map(imports.map(({ name, path }) => [name, path]));
  const found = signature.matchAll(/(?<![\w.])(\w+)\.(\w+)|\bfunc\b/g);
  return [...found]
    .map(([text, name, type]) => (name === undefined ? text : `${paths.get(name) ?? name}.${type}`))
    .join(" ");
}

interface Left {
  readonly services: readonly StubbedService[];
  readonly wanted: readonly GoFile[];
  readonly functions: readonly PlacedFunction[];
}

/**
 * Notes about services and methods that the user implements and the IDL no longer declares. A method is recognised by
 * its exported name and its context.
 */
export function leftOver({ services, wanted, functions }: Left): readonly Note[] {
  const known = new Set(services.map(({ goName }) => goName));
  const methods = wanted.flatMap((file) => file.functions);
  return functions.flatMap(({ path, line, receiver, name, signature, text: source }): readonly Note[] => {
    if (path.endsWith("_test.go")) return goneCalls(source, services).map((text) => ({ path, line, text }));
    if (receiver === null) {
      const [, service = ""] = /^new([A-Z]\w*)$/.exec(name) ?? [];
      if (!signature.includes("deps Deps") || service === "" || known.has(service)) return [];
      return [{ path, line, text: `the IDL no longer declares ${service}: delete what is left of it` }];
    }
    const isMethod = known.has(receiver) && /^[A-Z]/.test(name) && signature.includes("context.Context");
    if (!isMethod || methods.some((one) => one.receiver === receiver && one.name === name)) return [];
    return [{ path, line, text: `the IDL no longer declares ${receiver}.${name}: delete or rename it` }];
  });
}

/** Notes about calls, in tests, of procedures that the IDL no longer declares. */
function goneCalls(source: string, services: readonly StubbedService[]): readonly string[] {
  const called = [...source.matchAll(/"\/([\w.]+)\/(\w+)"/g)];
  const gone = called.filter(([, fullName, method]) => {
    const service = services.find((one) => one.fullName === fullName);
    return service !== undefined && !service.methods.some(({ name }) => name === method);
  });
  return [...new Set(gone.map(([procedure]) => procedure))].map(
    (procedure) => `it calls ${procedure.slice(1, -1)}, which the IDL no longer declares`,
  );
}
