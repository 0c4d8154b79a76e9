import { basename } from "node:path";
import { checkModulePath } from "./check-module-path.ts";
import { checkServiceName } from "./check-service-name.ts";
import { checkIdl, isSample } from "./idl-choice.ts";
import { type Option, type OptionName, optionNames, type Problem, type Scope } from "./option.ts";
import { checkProtocol, chosenFramework } from "./protocol-choice.ts";

type Definition = Omit<Option, "name">;

const plain = {
  repeatable: false,
  open: false,
  choices: () => null,
  when: () => true,
  check: () => undefined,
} as const satisfies Partial<Definition>;

const definitions: Readonly<Record<OptionName, Definition>> = {
  preset: {
    ...plain,
    value: "preset",
    summary: "a team's defaults: a built-in name, a folder, a tarball or an npm package",
    prompt: "Preset",
    fallback: { text: "none", onlyYes: false, of: () => "none" },
    open: true,
    choices: ({ catalogue }) => [{ value: "none", description: "No preset." }, ...catalogue.presets],
    when: ({ catalogue }) => catalogue.presets.length > 0,
  },
  dir: {
    ...plain,
    value: "path",
    summary: "the folder to write to; also the first argument",
    prompt: "Folder",
    fallback: { text: "the name", onlyYes: false, of: ({ values }) => values.name?.[0] },
    check: checkFolder,
  },
  name: {
    ...plain,
    value: "name",
    summary: "the service: lower-case letters, digits and dashes",
    prompt: "Name",
    fallback: { text: "last part of the folder", onlyYes: false, of: lastPart },
    when: (scope) => checkServiceName(lastPart(scope) ?? "") !== undefined,
    check: checkServiceName,
  },
  framework: {
    ...plain,
    value: "framework",
    summary: "the framework that serves the API",
    prompt: "Framework",
    fallback: { text: "grpc", onlyYes: true, of: ({ catalogue }) => preferred(catalogue.frameworks, "grpc") },
    choices: ({ catalogue }) => catalogue.frameworks,
  },
  protocol: {
    ...plain,
    value: "protocol",
    summary: "the protocol to serve",
    prompt: "Protocol",
    fallback: {
      text: "dual if the framework has it, otherwise its first",
      onlyYes: false,
      of: (scope) => preferred(chosenFramework(scope)?.protocols ?? [], "dual"),
    },
    choices: (scope) => chosenFramework(scope)?.protocols ?? [],
    when: (scope) => (chosenFramework(scope)?.protocols.length ?? 0) > 1,
    check: checkProtocol,
  },
  module: {
    ...plain,
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
  idl: {
    ...plain,
    repeatable: true,
    value: "path",
    summary: "your own API: .proto files or .thrift files, or folders of them",
    prompt: "IDL: sample, or a path",
    fallback: { text: "sample", onlyYes: false, of: () => "sample" },
    check: checkIdl,
  },
  store: {
    ...plain,
    value: "store",
    summary: "where the service keeps its data",
    prompt: "Store",
    fallback: {
      text: "sqlite for the sample, none for your own IDL",
      onlyYes: false,
      of: (scope) => preferred(scope.catalogue.offers.store, isSample(scope) ? "sqlite" : "none"),
    },
    choices: ({ catalogue }) => catalogue.offers.store,
  },
  deploy: {
    ...plain,
    repeatable: true,
    value: "target",
    summary: "what to deploy with; none discards the values before it",
    prompt: "Deploy with",
    fallback: {
      text: "docker",
      onlyYes: false,
      of: ({ catalogue }) => preferred(catalogue.offers.deploy, "docker"),
    },
    choices: ({ catalogue }) => catalogue.offers.deploy,
  },
  ci: {
    ...plain,
    value: "ci",
    summary: "continuous integration",
    prompt: "CI",
    fallback: {
      text: "github",
      onlyYes: false,
      of: ({ catalogue }) => preferred(catalogue.offers.ci, "github"),
    },
    choices: ({ catalogue }) => catalogue.offers.ci,
  },
};

function checkFolder(dir: string): Problem | undefined {
  if (dir === "")
    return { code: "dir", message: "the folder's name is empty", hint: "use . for the current folder" };
  return dir.includes("\0") ? { code: "dir", message: "a path can't contain NUL characters" } : undefined;
}

/** Every option, in order. */
export const options: readonly Option[] = optionNames.map(optionOf);

export function optionOf(name: OptionName): Option {
  return { name, ...definitions[name] };
}

function lastPart({ values, here }: Scope): string | undefined {
  const [dir] = values.dir ?? [];
  if (dir === undefined) return undefined;
  const part = basename(dir.replaceAll("\\", "/"));
  return part === "" || part === "." ? here : part;
}

/** The preferred choice if it exists, otherwise the first. */
function preferred(choices: readonly { readonly value: string }[], wanted: string): string | undefined {
  return (choices.find(({ value }) => value === wanted) ?? choices[0])?.value;
}
