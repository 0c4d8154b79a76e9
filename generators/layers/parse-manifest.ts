import { UserError } from "../error.ts";
import {
  asList,
  asObject,
  asOneOf,
  asText,
  asTexts,
  below,
  type JsonObject,
  type Place,
  parseJson,
  wrong,
} from "../files/json-shape.ts";
import { idlKinds, methodKinds } from "../idl/model.ts";
import { offeredOptions } from "../options/options.ts";
import { type FateRules, isFatePattern, layerFates } from "./fate.ts";
import {
  contractLines,
  factNames,
  type GoTool,
  type LayerManifest,
  type Offer,
  type PluginOffer,
  type PortOffer,
  type ProtocolOffer,
  portNames,
  toolModules,
  type UnsupportedLine,
  wireNames,
} from "./manifest.ts";

const keys = [
  "$schema",
  "id",
  "title",
  "description",
  "offers",
  "protocols",
  "when",
  "needs",
  "conflicts",
  "tools",
  "require",
  "sum",
  "executable",
  "fate",
] as const satisfies readonly ("$schema" | keyof LayerManifest)[];

const requirePattern = /^[a-z0-9][\w.~/-]* v\d+\.\d+\.\d+[\w.+-]*( \/\/ indirect)?$/;
const sumPattern = /^[a-z0-9][\w.~/!-]* v\S+ h1:[A-Za-z0-9+/]{43}=$/;

/** Reads a `layer.json`. `id` is the folder's path. Missing keys are empty. */
export function parseManifest(text: string, where: { id: string; file: string }): LayerManifest {
  const top: Place = { code: "layer-manifest", file: where.file, key: "" };
  const json = asObject(parseJson(text, top), top, keys);
  const at = (key: keyof LayerManifest) => below(top, key);
  const id = asText(json.id, at("id"));
  if (id !== where.id) {
    throw new UserError(top.code, `${where.file}: id is "${id}", but the folder is "${where.id}"`);
  }
  const offers =
    json.offers === undefined || json.offers === null ? null : parseOffer(json.offers, at("offers"));
  const protocols = asList(json.protocols ?? [], at("protocols"), parseProtocol);
  if ((offers?.option === "framework") !== protocols.length > 0) {
    throw wrong(at("protocols"), "given by layers that offer a framework, and only by those");
  }
  return {
    id,
    title: asText(json.title, at("title")),
    description: asText(json.description, at("description")),
    offers,
    protocols,
    when: json.when === null ? null : parseWhen(json.when ?? {}, at("when")),
    needs: asTexts(json.needs ?? [], at("needs")),
    conflicts: asTexts(json.conflicts ?? [], at("conflicts")),
    tools: asList(json.tools ?? [], at("tools"), parseTool),
    require: asMatches(json.require ?? [], at("require"), requirePattern, '"<module> <version>"'),
    sum: asMatches(json.sum ?? [], at("sum"), sumPattern, "a line of go.sum"),
    executable: asTexts(json.executable ?? [], at("executable")),
    fate: parseFate(json.fate ?? { default: "managed" }, at("fate")),
  };
}

function parseFate(value: unknown, place: Place): FateRules {
  const json = asObject(value, place, ["default", ...layerFates]);
  const patterns = (name: (typeof layerFates)[number]) =>
    asList(json[name] ?? [], below(place, name), (item, at) => {
      const pattern = asText(item, at);
      if (!isFatePattern(pattern)) throw wrong(at, "a path; * and ** are the only wildcards");
      return pattern;
    });
  return {
    default: asOneOf(json.default, below(place, "default"), layerFates),
    made: patterns("made"),
    managed: patterns("managed"),
    seeded: patterns("seeded"),
  };
}

function parseOffer(value: unknown, place: Place): Offer {
  const json = asObject(value, place, ["option", "choice"]);
  return {
    option: asOneOf(json.option, below(place, "option"), offeredOptions),
    choice: asText(json.choice, below(place, "choice")),
  };
}

function parseProtocol(value: unknown, place: Place): ProtocolOffer {
  const json = asObject(value, place, ["name", "idl", "ports", "kinds", "layers", "unsupported"]);
  return {
    name: asText(json.name, below(place, "name")),
    idl: asSome(json.idl, below(place, "idl"), (item, at) => asOneOf(item, at, idlKinds)),
    ports: asSome(json.ports, below(place, "ports"), parsePort),
    kinds: asSome(json.kinds, below(place, "kinds"), (item, at) => asOneOf(item, at, methodKinds)),
    layers: asTexts(json.layers ?? [], below(place, "layers")),
    unsupported: asList(json.unsupported ?? [], below(place, "unsupported"), parseUnsupported),
  };
}

function parseUnsupported(value: unknown, place: Place): UnsupportedLine {
  const json = asObject(value, place, ["line", "reason", "instead"]);
  return {
    line: asOneOf(json.line, below(place, "line"), contractLines),
    reason: asText(json.reason, below(place, "reason")),
    instead: asText(json.instead, below(place, "instead")),
  };
}

function parsePort(value: unknown, place: Place): PortOffer {
  const json = asObject(value, place, ["name", "speaks"]);
  return {
    name: asOneOf(json.name, below(place, "name"), portNames),
    speaks: asSome(json.speaks, below(place, "speaks"), (item, at) => asOneOf(item, at, wireNames)),
  };
}

/** A list that is not empty. */
function asSome<T>(value: unknown, place: Place, parse: (item: unknown, place: Place) => T): readonly T[] {
  const list = asList(value, place, parse);
  if (list.length === 0) throw wrong(place, "a list that is not empty");
  return list;
}

function parseTool(value: unknown, place: Place): GoTool {
  const json = asObject(value, place, ["package", "module", "plugin"]);
  return {
    package: asText(json.package, below(place, "package")),
    module: asOneOf(json.module, below(place, "module"), toolModules),
    plugin: json.plugin === undefined ? null : parsePlugin(json.plugin, below(place, "plugin")),
  };
}

function parsePlugin(value: unknown, place: Place): PluginOffer {
  const json = asObject(value, place, ["suffix", "options", "excludes"]);
  return {
    suffix: asText(json.suffix, below(place, "suffix")),
    options: asTexts(json.options ?? [], below(place, "options")),
    excludes: asTexts(json.excludes ?? [], below(place, "excludes")),
  };
}

function parseWhen(value: unknown, place: Place): NonNullable<LayerManifest["when"]> {
  const json: JsonObject = asObject(value, place, factNames);
  const facts = factNames.filter((name) => json[name] !== undefined);
  return Object.fromEntries(
    facts.map((name) => {
      const wanted = json[name];
      return [name, typeof wanted === "string" ? [wanted] : asTexts(wanted, below(place, name))];
    }),
  );
}

function asMatches(value: unknown, place: Place, pattern: RegExp, wanted: string): readonly string[] {
  return asList(value, place, (item, at) => {
    const text = asText(item, at);
    if (!pattern.test(text)) throw wrong(at, wanted);
    return text;
  });
}
