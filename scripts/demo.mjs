// `npm run demo`: installs what is missing, then makes, builds, boots and calls two services.
import { findGo, install, run } from "./toolchain.mjs";

const ready =
  install() &&
  // The build knows the plugins by their hashes.
  (!findGo().ok || run("npm", ["run", "--silent", "build:plugins"])) &&
  run("npm", ["run", "--silent", "build"]);
const ok = ready && run(process.execPath, ["--import", "tsx", "scripts/demo.ts"]);
process.exitCode = ok ? 0 : 1;
