import { basename } from "node:path";
import { choices, manifests } from "./manifests.ts";

/** A framework, a store or a plugin of protoc, by the name that its manifest gives it. */
export interface Named {
  readonly name: string;
  readonly isPlugin: boolean;
  readonly mentionedBy: (text: string) => boolean;
}

/** Names of frameworks that are words of any code. */
const ordinary = ["connect", "echo"];

/** Everything that only manifests and the defaults of options may name. */
export function namedThings(): readonly Named[] {
  const protocols = manifests.flatMap(({ protocols }) => protocols);
  /** A port can have the name of a framework. */
  const words = new Set([
    ...ordinary,
    ...protocols.flatMap(({ name, ports, idl }) => [name, ...ports.map((port) => port.name), ...idl]),
  ]);
  const plugins = manifests
    .flatMap(({ tools }) => tools.map((tool) => basename(tool.package)))
    .filter((name) => name.startsWith("protoc-gen-"));
  const names = [...new Set([...choices("framework"), ...choices("store"), ...plugins])].sort();
  return names.map((name) => ({
    name,
    isPlugin: plugins.includes(name),
    mentionedBy: words.has(name)
      ? asFramework(name, [...new Set(protocols.map((protocol) => protocol.name))])
      : asWord(name),
  }));
}

function asWord(name: string): (text: string) => boolean {
  const word = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "i");
  return (text) => word.test(text);
}

/** As a framework, where the word alone may be a port: in one line with the word framework, right after it, or as half of a pair. */
function asFramework(name: string, protocols: readonly string[]): (text: string) => boolean {
  const word = `(?<![\\w-])${name}(?![\\w-])`;
  const patterns = [
    new RegExp(`[Ff]ramework.*${word}|${word}.*[Ff]ramework`),
    new RegExp(`[Ff]rameworks?["',:=[\\s]+${word}`),
    new RegExp(`${word}[ /-](${protocols.join("|")})(?![\\w-])`),
  ];
  return (text) => patterns.some((pattern) => pattern.test(text));
}
