import type { idlKinds, methodKinds } from "../idl/model.ts";
import type { OfferedOption } from "../options/option.ts";

/**
 * A layer: one folder under `templates/` (or under a preset's `templates/`) that mirrors the emitted tree.
 * `layer.json` in it has these keys, in this order; `schemas/layer.schema.json` says the same for editors.
 */
export interface LayerManifest {
  /** `framework/stdlib`: the folder's path below `templates/`. */
  readonly id: string;
  /** A few words for lists and prompts. */
  readonly title: string;
  /** One sentence: what it adds. */
  readonly description: string;
  /** The choice of an option that this layer is. It is selected when the choice is made, and the choice exists because it does. */
  readonly offers: Offer | null;
  /** For a framework's layer: its protocols, default first. Empty for every other layer. */
  readonly protocols: readonly ProtocolOffer[];
  /** Facts that must all hold for the layer to be selected; of the values of one fact, any. Null: selected where a protocol lists it. */
  readonly when: Readonly<Partial<Record<FactName, readonly string[]>>> | null;
  /** Layers that must be selected too; an error when one is not. */
  readonly needs: readonly string[];
  /** Layers that must not be selected. */
  readonly conflicts: readonly string[];
  /** Go commands that the emitted service runs with `go tool`. */
  readonly tools: readonly GoTool[];
  /** Requirements that this layer adds to go.mod, such as `example.com/audit v1.2.0`; for presets, the built-in ones are locked. */
  readonly require: readonly string[];
  /** The lines of go.sum that belong to `require`. */
  readonly sum: readonly string[];
  /** Emitted paths that get mode 0755. */
  readonly executable: readonly string[];
}

export interface Offer {
  readonly option: OfferedOption;
  readonly choice: string;
}

/** Names of listeners. */
export const portNames = ["http", "grpc", "thrift"] as const;
/** What is spoken on them. */
export const wireNames = ["http", "grpc", "thrift"] as const;

export interface ProtocolOffer {
  readonly name: string;
  /** IDL kinds it reads; the sample is in the first. */
  readonly idl: readonly (typeof idlKinds)[number][];
  /** The public listeners. */
  readonly ports: readonly PortOffer[];
  /** Method kinds it can carry; a method of another kind is refused. */
  readonly kinds: readonly (typeof methodKinds)[number][];
  /** Layers that serve it, selected with it. */
  readonly layers: readonly string[];
}

export interface PortOffer {
  readonly name: (typeof portNames)[number];
  readonly speaks: readonly (typeof wireNames)[number][];
}

export interface GoTool {
  /** `github.com/bufbuild/buf/cmd/buf` */
  readonly package: string;
  /** `service`: a tool line of the service's own go.mod, for commands whose module it needs anyway; `tools`: tools/go.mod. */
  readonly module: (typeof toolModules)[number];
  /** For a plugin of buf: what it is told, and what it writes. Null for every other command. */
  readonly plugin: PluginOffer | null;
}

export interface PluginOffer {
  /** What it puts in the place of `.proto` in the name of a file: `_grpc.pb.go`. */
  readonly suffix: string;
  /** Options beside `paths` and the Go packages, which every plugin gets. */
  readonly options: readonly string[];
  /** Types of the IDL that it is not told of. */
  readonly excludes: readonly string[];
}
export const toolModules = ["service", "tools"] as const;

/** What selection can ask for; derived from the answers and the IDL model alone. */
export const factNames = [
  "framework",
  "protocol",
  "ports",
  "speaks",
  "plugins",
  "idl",
  "source",
  "kinds",
  "validation",
  "store",
  "deploy",
  "ci",
] as const;
export type FactName = (typeof factNames)[number];
/**
 * `speaks` is what the ports speak, `plugins` the names of buf's plugins among the tools of the layers that do not ask for plugins,
 * `source` `sample` or `own`, `kinds` the kinds of the IDL's methods, `validation` `protovalidate` or `none`. `ports`, `speaks`,
 * `plugins`, `kinds` and `deploy` are sets, the rest have one value.
 */
export type Facts = Readonly<Record<FactName, readonly string[]>>;
