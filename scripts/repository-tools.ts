import { join } from "node:path";
import { findPackage } from "../generators/files/find-package.ts";
import { bufBinary, bufPackage } from "../generators/tools/expected-tools.ts";
import type { Tools } from "../generators/tools/resolve-tools.ts";
import { root } from "./toolchain.mjs";

/** The buf that npm installs for this repository, and the plugins that `npm run build:plugins` compiles. */
export const repositoryTools: Tools = {
  buf: `${findPackage(bufPackage(process), [root])}/${bufBinary(process.platform)}`,
  pack: join(root, "plugins"),
  node: process.execPath,
};
