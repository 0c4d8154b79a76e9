import { UserError } from "../error.ts";
import { kindBelow, listFiles } from "../files/disk.ts";
import { type IdlOutline, outlineIdl } from "../idl/outline-idl.ts";
import { didYouMean, nearest } from "../options/did-you-mean.ts";
import type { IdlEditor } from "./idl-editor.ts";
import { protoEditor } from "./proto-editor.ts";
import { readExact } from "./read-service.ts";
import { thriftEditor } from "./thrift-editor.ts";

/** The IDL of a service, as it is on the disk. */
export interface ServiceIdl {
  readonly editor: IdlEditor;
  readonly files: readonly OutlinedFile[];
}

/** A file of the IDL, with its outline. */
export interface OutlinedFile {
  /** `api/acme/shop/v1/orders.proto` */
  readonly path: string;
  readonly source: string;
  readonly outline: IdlOutline;
}

/** Reads the IDL below `api/`. The extensions of its files tell its kind. */
export function readServiceIdl(root: string): ServiceIdl {
  const paths = listFiles(root, "api");
  const editor =
    [protoEditor, thriftEditor].find(({ extension }) => paths.some((path) => path.endsWith(extension))) ??
    protoEditor;
  const files = paths
    .filter((path) => path.endsWith(editor.extension) && kindBelow(root, path) === "file")
    .map((path) => {
      const source = readExact(root, path);
      return { path, source, outline: outlineIdl(source, editor.kind) };
    });
  return { editor, files };
}

/** `acme.shop.v1.OrderService` */
export function fullNames({ files }: ServiceIdl): readonly string[] {
  return files.flatMap(({ outline }) => outline.services.map(({ name }) => qualified(outline.package, name)));
}

export function qualified(name: string, of: string): string {
  return name === "" ? of : `${name}.${of}`;
}

/** Finds a service by its full name, or by its short name if that is unique. */
export function findService(
  idl: ServiceIdl,
  name: string,
): { readonly file: OutlinedFile; readonly name: string } {
  const all = idl.files.flatMap((file) =>
    file.outline.services.map((service) => ({
      file,
      name: service.name,
      full: qualified(file.outline.package, service.name),
    })),
  );
  const found = all.filter((one) => one.full === name || one.name === name);
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  if (only !== undefined) {
    throw new UserError("add-service", `several services are named ${name}`, {
      hint: `one of ${found.map(({ full }) => full).join(", ")}`,
    });
  }
  const names = all.map(({ full }) => full);
  const meant = nearest(name, [...names, ...all.map((one) => one.name)]);
  throw new UserError("add-service", `there is no service "${name}" in api/`, {
    hint: didYouMean(meant, `there are ${names.join(", ") || "none"}`),
  });
}
