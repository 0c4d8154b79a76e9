import type { LayerManifest, ProtocolOffer } from "../generators/layers/manifest.ts";

const head = `# Frameworks

One service on any of them: the contract is the same, and \`internal/transport\` is the framework. Written by \`npm run schemas\` from the
manifests of the layers.

| framework | protocol | ports | from | methods | shared layers |
|---|---|---|---|---|---|
`;

const contract = `
Every pair passes the same suites: the contract over real clients (\`npm run conformance -- --framework <name>\`), the HTTP mapping and the
equivalence of its router with \`httpjson\` where it speaks HTTP, the IDLs with traps, isolation, and goldens.

## What a pair can't keep

| pair | line of the contract | because | instead |
|---|---|---|---|
`;

const own = `
## What is the framework's own

Users add routes, middleware, interceptors and options in the framework's style in one file of \`internal/transport\`, which is theirs
from the first day. What has to run around the methods of the IDL on every protocol is an interceptor in \`internal/rpc/interceptors.go\`.
`;

/** The page `docs/frameworks.md`. */
export function frameworksPage(manifests: readonly LayerManifest[]): string {
  const pairs = manifests.flatMap(({ offers, title, protocols }) =>
    offers?.option === "framework"
      ? protocols.map((protocol) => ({ framework: offers.choice, title, protocol }))
      : [],
  );
  const rows = pairs.map(({ framework, title, protocol }) => [
    `\`${framework}\` (${title})`,
    `\`${protocol.name}\``,
    protocol.ports.map(portText).join(", "),
    protocol.idl.map((kind) => `\`.${kind}\``).join(" or "),
    protocol.kinds.join(", "),
    protocol.layers.map((id) => `\`${id}\``).join(", ") || "none",
  ]);
  const kept = pairs.flatMap(({ framework, protocol }) =>
    protocol.unsupported.map(({ line, reason, instead }) => [
      `\`${framework} ${protocol.name}\``,
      line,
      reason,
      instead,
    ]),
  );
  return `${head}${table(rows)}${contract}${table(kept)}${own}`;
}

function portText({ name, speaks }: ProtocolOffer["ports"][number]): string {
  return `\`${name}\` speaks ${speaks.join(" and ")}`;
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
