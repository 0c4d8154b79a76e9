import { basename } from "node:path";
import { checkModulePath } from "./check-module-path.ts";
import { checkServiceName } from "./check-service-name.ts";
import { checkIdl, isSample } from "./idl-choice.ts";
import type { Choice, Fallback, Problem, Scope, ServiceOption } from "./option.ts";
import { checkProtocol, chosenFramework } from "./protocol-choice.ts";

const plain = {
  repeatable: false,
  given: "flag",
  open: false,
  offeredAs: null,
  choices: () => null,
  when: () => true,
  check: () => undefined,
} as const satisfies Partial<ServiceOption>;

/**
 * The options in the order in which they are asked for and settled: each may depend on the ones before it. A new option
 * is one row here, and layers that offer its choices.
 */
export const optionTable = [
  {
    ...plain,
    name: "preset",
    decides: "preset",
    value: "preset",
    summary: "a team's defaults: a built-in name, a folder, a tarball or an npm package",
    prompt: "Preset",
    fallback: { text: "none", onlyYes: false, of: () => "none" },
    open: true,
    choices: ({ catalogue }) => [{ value: "none", description: "No preset." }, ...catalogue.presets],
    when: ({ catalogue }) => catalogue.presets.length > 0,
  },
  {
    ...plain,
    name: "dir",
    decides: "place",
    given: "either",
    value: "path",
    summary: "the folder to write to; also the first argument",
    prompt: "Folder",
    fallback: { text: "the name", onlyYes: false, of: ({ values }) => values.name?.[0] },
    check: checkFolder,
  },
  {
    ...plain,
    name: "name",
    decides: "identity",
    value: "name",
    summary: "the service: lower-case letters, digits and dashes",
    prompt: "Name",
    fallback: { text: "last part of the folder", onlyYes: false, of: lastPart },
    when: (scope) => checkServiceName(lastPart(scope) ?? "") !== undefined,
    check: checkServiceName,
  },
  {
    ...plain,
    name: "framework",
    decides: "layers",
    offeredAs: "frameworks",
    value: "framework",
    summary: "the framework that serves the API",
    prompt: "Framework",
    fallback: { ...prefer("grpc"), onlyYes: true },
    choices: ({ catalogue }) => catalogue.frameworks,
  },
  {
    ...plain,
    name: "protocol",
    decides: "layers",
    value: "protocol",
    summary: "the protocol to serve",
    prompt: "Protocol",
    fallback: { ...prefer("dual"), text: "dual if the framework has it, otherwise its first" },
    choices: (scope) => chosenFramework(scope)?.protocols ?? [],
    when: (scope) => (chosenFramework(scope)?.protocols.length ?? 0) > 1,
    check: checkProtocol,
  },
  {
    ...plain,
    name: "module",
    decides: "identity",
    value: "path",
    summary: "the Go module path",
    prompt: "Go module path",
    fallback: {
      text: "example.com/<name>",
      onlyYes: false,
      of: ({ values }) => values.name && `example.com/${values.name[0]}`,
    },
    check: checkModulePath,
  },
  {
    ...plain,
    name: "idl",
    decides: "api",
    repeatable: true,
    value: "path",
    summary: "your own API: .proto files or .thrift files, or folders of them",
    prompt: "IDL: sample, or a path",
    fallback: { text: "sample", onlyYes: false, of: () => "sample" },
    check: checkIdl,
  },
  {
    ...plain,
    ...offered("store", "stores"),
    value: "store",
    summary: "where the service keeps its data",
    prompt: "Store",
    fallback: {
      text: "sqlite for the sample, none for your own IDL",
      onlyYes: false,
      of: (scope, choices) => preferred(choices, isSample(scope) ? "sqlite" : "none"),
    },
  },
  {
    ...plain,
    ...offered("deploy", "deploy"),
    repeatable: true,
    value: "target",
    summary: "what to deploy with; none discards the values before it",
    prompt: "Deploy with",
    fallback: prefer("docker"),
  },
  {
    ...plain,
    ...offered("ci", "ci"),
    value: "ci",
    summary: "continuous integration",
    prompt: "CI",
    fallback: prefer("github"),
  },
] as const satisfies readonly ServiceOption[];

/** The parts of a row whose choices are `none` and what layers offer. */
function offered<const Name extends string, const Subject extends string>(name: Name, offeredAs: Subject) {
  const choices = ({ catalogue }: Scope): readonly Choice[] => catalogue.offers[name] ?? [];
  return { name, decides: "layers", offeredAs, choices } as const;
}

/** A default that applies where it is one of the choices; elsewhere, the first choice applies. */
function prefer(wanted: string): Fallback {
  return { text: wanted, onlyYes: false, of: (_, choices) => preferred(choices, wanted) };
}

function checkFolder(dir: string): Problem | undefined {
  if (dir === "")
    return { code: "dir", message: "the folder's name is empty", hint: "use . for the current folder" };
  return dir.includes("\0") ? { code: "dir", message: "a path can't contain NUL characters" } : undefined;
}

function lastPart({ values, here }: Scope): string | undefined {
  const [dir] = values.dir ?? [];
  if (dir === undefined) return undefined;
  const part = basename(dir.replaceAll("\\", "/"));
  return part === "" || part === "." ? here : part;
}

/** The preferred choice if it exists, otherwise the first. */
function preferred(choices: readonly Choice[], wanted: string): string | undefined {
  return (choices.find(({ value }) => value === wanted) ?? choices[0])?.value;
}
