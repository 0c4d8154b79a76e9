import type { Option } from "../options/option.ts";
import {
  type AddGenerator,
  type AddScope,
  checkIdentifier,
  describedAs,
  plainOption,
  textOf,
} from "./add-generator.ts";
import { fullNames, qualified } from "./service-idl.ts";

const service: Option<AddScope, "service"> = {
  ...plainOption,
  name: "service",
  value: "Service",
  given: "argument",
  ...describedAs("the new service's name, with its package if the API has several"),
  check: (value, scope) => {
    const { of, name } = place(value, scope);
    const problem = value
      .split(".")
      .map((part) => checkIdentifier("service", part))
      .find((one) => one !== undefined);
    if (problem !== undefined) return problem;
    if (!fullNames(scope.idl).includes(qualified(of, name))) return undefined;
    return { code: "add-name", message: `the service ${qualified(of, name)} already exists` };
  },
};

const file: Option<AddScope, "file"> = {
  ...plainOption,
  name: "file",
  value: "path",
  ...describedAs("the file to add it to, below api/; created if it does not exist"),
  fallback: { text: "a new file beside those of its package", onlyYes: false, of: newFile },
  check: (value, { idl }) => {
    if (value.startsWith("api/") && value.endsWith(idl.editor.extension)) return undefined;
    const message = `not a file of the IDL: ${JSON.stringify(value)}`;
    return { code: "add-file", message, hint: `a path such as api/orders/v1/orders${idl.editor.extension}` };
  },
};

export const addService: AddGenerator<"service" | "file"> = {
  name: "add service",
  description: "a service, in the IDL and in internal/rpc",
  options: [service, file],
  edit: (scope) => {
    const { idl, values } = scope;
    const { of, name } = place(textOf(values, "service"), scope);
    const path = textOf(values, "file");
    const existing = idl.files.find((one) => one.path === path);
    const head = existing === undefined ? sharedHead(of, scope) : [];
    const content = idl.editor.addService(existing?.source ?? null, { name, package: of, head });
    return [{ path, content, mode: 0o644, layer: "idl", fate: "seeded", service: null }];
  },
};

function newFile(scope: AddScope): string {
  const { of, name } = place(textOf(scope.values, "service"), scope);
  const stem = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return `${folderOf(of, scope)}/${stem}${scope.idl.editor.extension}`;
}

/**
 * Splits the package from the name. Without one, the package is that of the given file, or else that of the first file
 * with a service.
 */
function place(value: string, { idl, values }: AddScope): { readonly of: string; readonly name: string } {
  const dot = value.lastIndexOf(".");
  if (dot >= 0) return { of: value.slice(0, dot), name: value.slice(dot + 1) };
  const there =
    idl.files.find(({ path }) => path === values.file?.[0]) ?? idl.files.find(hasService) ?? idl.files[0];
  return { of: there?.outline.package ?? "", name: value };
}

function hasService({ outline }: { readonly outline: { readonly services: readonly unknown[] } }): boolean {
  return outline.services.length > 0;
}

/** The folder of the package's files, or the folder that they would be in. */
function folderOf(name: string, { idl }: AddScope): string {
  const sibling = idl.files.find(({ outline }) => outline.package === name);
  if (sibling !== undefined) return sibling.path.slice(0, sibling.path.lastIndexOf("/"));
  return name === "" ? "api" : `api/${name.replaceAll(".", "/")}`;
}

/** The statements that a new file shares with its package: buf requires one go_package per package. */
function sharedHead(name: string, { idl }: AddScope): readonly string[] {
  const sibling = idl.files.find(({ outline }) => outline.package === name);
  const [option] = /^option go_package = "[^"]*";/m.exec(sibling?.source ?? "") ?? [];
  return option === undefined ? [] : [option];
}
