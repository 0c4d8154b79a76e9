import {
  type LayerManifest,
  type PortOffer,
  type ProtocolOffer,
  wireNames,
} from "../../generators/layers/manifest.ts";
import { choices, manifests } from "./manifests.ts";
import lines from "./pairs.json" with { type: "json" };

export type IdlKind = ProtocolOffer["idl"][number];
export type Protocol = (typeof wireNames)[number];

/** A framework with one of its protocols: a line of `pairs.json`, and what the framework's manifest says of it. */
export interface Pair {
  /** The framework and the protocol, as messages name them. The tests of a pair have it in their names. */
  readonly title: string;
  readonly framework: string;
  readonly protocol: string;
  /** What the framework is called in prose. */
  readonly name: string;
  /** The kind of IDL that the sample is written in. */
  readonly idl: IdlKind;
  /** The public listeners, and what is spoken on each. */
  readonly ports: readonly PortOffer[];
  /** What is spoken on them together. */
  readonly speaks: readonly Protocol[];
  /** Kinds of methods that it carries. */
  readonly kinds: ProtocolOffer["kinds"];
  /** Lines of the contract that it can't keep. */
  readonly unsupported: ProtocolOffer["unsupported"];
  /** What makes `new` choose it. */
  readonly flags: readonly string[];
}

/** Every pair that the manifests offer, a framework after the other. */
export const offered: readonly Pair[] = manifests.flatMap(pairsOf);

/** The pairs that every suite tests, in the order of `pairs.json`. */
export const pairs: readonly Pair[] = lines.map((line) => {
  const pair = offered.find(({ framework, protocol }) => line === `${framework}/${protocol}`);
  if (pair === undefined) throw new Error(`pairs.json has ${line}, which no manifest offers`);
  return pair;
});

export interface Wanted {
  readonly idl?: IdlKind;
  /** Protocols that it speaks, all of them. */
  readonly speaks?: readonly Protocol[];
  /** Kinds of methods that it carries, all of them. */
  readonly kinds?: ProtocolOffer["kinds"];
}

export function pairsWith(wanted: Wanted): readonly Pair[] {
  return pairs.filter((pair) => has(pair, wanted));
}

/** The complement of `pairsWith`. */
export function pairsWithout(wanted: Wanted): readonly Pair[] {
  return pairs.filter((pair) => !has(pair, wanted));
}

/** For tests to which any such pair will do: the first of the list. */
export function anyPair(wanted: Wanted): Pair {
  const [first] = pairsWith(wanted);
  if (first === undefined) throw new Error(`no pair is ${JSON.stringify(wanted)}`);
  return first;
}

/** `--partial` where an IDL with methods of every kind would be refused. */
export function partial({ kinds }: Pair): readonly string[] {
  return allKinds.every((kind) => kinds.includes(kind)) ? [] : ["--partial"];
}

export const allKinds = ["unary", "server", "client", "bidi"] as const satisfies ProtocolOffer["kinds"];

/** The stores that services can have, each with every pair. */
export const stores: readonly string[] = ["none", ...choices("store")];

/** A store for a pair, by its place in the list: so every store meets some pair, and not every pair every store. */
export function storeOf(pair: Pair): string {
  return stores[pairs.indexOf(pair) % stores.length] ?? "none";
}

function has(pair: Pair, { idl = pair.idl, speaks = [], kinds = [] }: Wanted): boolean {
  return (
    pair.idl === idl &&
    speaks.every((protocol) => pair.speaks.includes(protocol)) &&
    kinds.every((kind) => pair.kinds.includes(kind))
  );
}

function pairsOf({ offers, title: name, protocols }: LayerManifest): readonly Pair[] {
  if (offers?.option !== "framework") return [];
  const framework = offers.choice;
  return protocols.map(({ name: protocol, idl: [idl = "proto"], ports, kinds, unsupported }) => ({
    title: `${framework} ${protocol}`,
    ...{ framework, protocol, name, idl, ports, kinds, unsupported },
    speaks: wireNames.filter((wire) => ports.some(({ speaks }) => speaks.includes(wire))),
    flags: ["--framework", framework, "--protocol", protocol],
  }));
}
