import type { idlKinds, methodKinds } from "../idl/model.ts";
import { optionTable } from "../options/option-table.ts";
import type { LayerOption, OfferedOption } from "../options/options.ts";
import type { FateRules } from "./fate.ts";

/**
 * The manifest of a layer, which is a folder under `templates/` (of this repository or of a preset) that mirrors the
 * emitted tree. Its `layer.json` has these keys in this order; `schemas/layer.schema.json` describes it for editors.
 */
export interface LayerManifest {
  /** The folder's path below `templates/`, such as `idl/proto`. */
  readonly id: string;
  /** A few words, for lists and prompts. */
  readonly title: string;
  /** One sentence about what it adds. */
  readonly description: string;
  /**
   * The choice that this layer implements. The choice exists because a layer offers it, and making the choice selects
   * the layer.
   */
  readonly offers: Offer | null;
  /** The protocols of a framework's layer, default first. Empty for every other layer. */
  readonly protocols: readonly ProtocolOffer[];
  /**
   * Facts that must all hold for the layer to be selected. Of the values of one fact, one is enough. Null: the layer is
   * selected where the chosen protocol lists it.
   */
  readonly when: Readonly<Partial<Record<FactName, readonly string[]>>> | null;
  /** Layers that must be selected too; otherwise generation fails. */
  readonly needs: readonly string[];
  /** Layers that must not be selected together with this one. */
  readonly conflicts: readonly string[];
  /** Go commands that the emitted service runs with `go tool`. */
  readonly tools: readonly GoTool[];
  /**
   * Requirements that this layer adds to go.mod, such as `example.com/audit v1.2.0`. Only presets use it: the modules
   * of built-in layers are locked.
   */
  readonly require: readonly string[];
  /** The lines of go.sum for `require`. */
  readonly sum: readonly string[];
  /** Emitted paths that get mode 0755. */
  readonly executable: readonly string[];
  /** Whose its files are: `managed` unless it says otherwise. */
  readonly fate: FateRules;
}

export interface Offer {
  readonly option: OfferedOption;
  readonly choice: string;
}

/** The names of listeners. */
export const portNames = ["http", "grpc", "thrift"] as const;
/** What can be spoken on them. */
export const wireNames = ["http", "grpc", "thrift"] as const;

/** A protocol that a framework offers. */
export interface ProtocolOffer {
  readonly name: string;
  /** The kinds of IDL that it reads; the sample uses the first. */
  readonly idl: readonly (typeof idlKinds)[number][];
  /** The public ports, and what is spoken on each. */
  readonly ports: readonly PortOffer[];
  /** The kinds of methods that it can carry; others are refused. */
  readonly kinds: readonly (typeof methodKinds)[number][];
  /** The layers that implement it, selected with it. */
  readonly layers: readonly string[];
  /** The lines of the services' contract that it can't keep. */
  readonly unsupported: readonly UnsupportedLine[];
}

/** The lines of the contract that a framework may be unable to keep. The conformance suite tests the others everywhere. */
export const contractLines = ["tls"] as const;

/** A line of the contract that a protocol of a framework can't keep. */
export interface UnsupportedLine {
  readonly line: (typeof contractLines)[number];
  /** Why not. */
  readonly reason: string;
  /** What users do instead. */
  readonly instead: string;
}

/** A public listener. */
export interface PortOffer {
  readonly name: (typeof portNames)[number];
  readonly speaks: readonly (typeof wireNames)[number][];
}

/** A Go command of the emitted service. */
export interface GoTool {
  /** `github.com/bufbuild/buf/cmd/buf` */
  readonly package: string;
  /**
   * `service`: a tool of the service's own go.mod, for commands whose module the service requires anyway. `tools`: a
   * tool of tools/go.mod.
   */
  readonly module: (typeof toolModules)[number];
  /** The settings of a plugin of buf. Null for every other command. */
  readonly plugin: PluginOffer | null;
}

/** The settings of a plugin of buf. */
export interface PluginOffer {
  /** What replaces `.proto` in the names of the files that it writes: `_grpc.pb.go`. */
  readonly suffix: string;
  /** Options in addition to `paths` and the Go packages, which every plugin gets. */
  readonly options: readonly string[];
  /** Types of the IDL that are hidden from it. */
  readonly excludes: readonly string[];
}
export const toolModules = ["service", "tools"] as const;

/** The facts that are derived from the chosen pair, the selected layers and the IDL model. */
const derivedFacts = ["ports", "speaks", "plugins", "idl", "source", "kinds", "validation"] as const;
export type FactName = LayerOption | (typeof derivedFacts)[number];

/** The facts that select layers: the answers that decide about layers, and where the API is asked for, those derived. */
export const factNames: readonly FactName[] = optionTable.flatMap((row): readonly FactName[] => {
  if (row.decides === "api") return derivedFacts;
  return row.decides === "layers" ? [row.name] : [];
});
/**
 * The values of each fact. `speaks` is what is spoken on the ports; `plugins` are the names of buf's plugins among the tools
 * of the selected layers; `source` is `sample` or `own`; `kinds` are the kinds of the IDL's methods; `validation` is
 * `protovalidate` or `none`. `ports`, `speaks`, `plugins`, `kinds` and the answers to options that
 * take several values are sets; the others have one value.
 */
export type Facts = Readonly<Record<FactName, readonly string[]>>;
