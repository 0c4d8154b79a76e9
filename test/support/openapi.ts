import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

export type Node = { readonly [key: string]: unknown };

export interface Operation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly node: Node;
}

/** The document as data, and everything that is wrong with it. */
export interface Document {
  readonly root: Node;
  readonly operations: readonly Operation[];
  readonly problems: readonly string[];
}

export async function readDocument(text: string): Promise<Document> {
  const root = nodeOf(parse(text));
  const operations = operationsOf(root);
  return {
    root,
    operations,
    problems: [
      ...(await againstOpenapi(text)),
      ...lostReferences(root),
      ...twice(operations.map(({ node }) => String(node.operationId))),
      ...twice(Object.keys(nodeOf(root.paths)).map((path) => path.replace(/\{[^}]*\}/g, "{}"))),
      ...operations.flatMap(wrongParameters),
      ...badSchemas(root),
    ],
  };
}

export function nodeOf(value: unknown): Node {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Follows keys. */
export function at(root: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce(
    (value: unknown, key) => (Array.isArray(value) ? value[Number(key)] : nodeOf(value)[key]),
    root,
  );
}

/** A validator of values by a schema of the document. */
export function validatorOf(root: Node, schema: unknown): (value: unknown) => string {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "document", ...root });
  const absolute: Node = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  const validate = ajv.compile(absolute);
  return (value) => (validate(value) ? "" : ajv.errorsText(validate.errors));
}

function operationsOf(root: Node): readonly Operation[] {
  return Object.entries(nodeOf(root.paths)).flatMap(([path, item]) => {
    const { "x-additionalOperations": others, ...own } = nodeOf(item);
    const fixed = Object.entries(own).map(([method, node]) => [method.toUpperCase(), node] as const);
    return [...fixed, ...Object.entries(nodeOf(others))].map(([method, node]) => ({
      method,
      path,
      node: nodeOf(node),
    }));
  });
}

async function againstOpenapi(text: string): Promise<readonly string[]> {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(text);
  const version = validator.version === "3.1" ? [] : [`version ${validator.version}`];
  return valid ? version : [JSON.stringify(errors)];
}

function lostReferences(root: Node): readonly string[] {
  const lost: string[] = [];
  walk(root, ({ $ref }) => {
    if (typeof $ref === "string" && at(root, ...$ref.slice(2).split("/")) === undefined) lost.push($ref);
  });
  return lost.map((ref) => `${ref} leads nowhere`);
}

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) < index).map((name) => `${name} is there twice`);
}

/** The parameters of a path are those in its text, each once. */
function wrongParameters({ method, path, node }: Operation): readonly string[] {
  const list = Array.isArray(node.parameters) ? node.parameters.map(nodeOf) : [];
  const declared = list.filter((one) => one.in === "path").map((one) => String(one.name));
  const written = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
  const same = JSON.stringify([...declared].sort()) === JSON.stringify([...written].sort());
  const wrong = same ? [] : [`${method} ${path} declares ${declared.join()}`];
  return [...wrong, ...twice(list.map((one) => `${method} ${path} ${one.in} ${one.name}`))];
}

function badSchemas(root: Node): readonly string[] {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false });
  ajv.addVocabulary(["openapi", "info", "servers", "tags", "paths", "components"]);
  ajv.addSchema({ $id: "document", ...root });
  const bad: string[] = [];
  walk(root.paths, ({ schema }) => {
    if (schema !== undefined && ajv.validateSchema(nodeOf(schema)) !== true) bad.push(JSON.stringify(schema));
  });
  for (const name of Object.keys(nodeOf(at(root, "components", "schemas")))) {
    try {
      ajv.compile({ $ref: `document#/components/schemas/${name}` });
    } catch (error) {
      bad.push(`${name}: ${String(error)}`);
    }
  }
  return bad;
}

/** Visits every object in a value. */
function walk(value: unknown, visit: (node: Node) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) visit(nodeOf(value));
  for (const entry of Object.values(value)) walk(entry, visit);
}
