import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

/** For the `unit` project: a test that starts a process or opens a connection fails, and belongs into `test/tool`. */
function refuse(what: string) {
  return () => {
    throw new Error(`a unit test ${what}: move it to test/tool`);
  };
}

Object.assign(childProcess, {
  exec: refuse("starts a process"),
  execFile: refuse("starts a process"),
  execFileSync: refuse("starts a process"),
  execSync: refuse("starts a process"),
  fork: refuse("starts a process"),
  spawn: refuse("starts a process"),
  spawnSync: refuse("starts a process"),
});
Object.assign(net, { connect: refuse("opens a connection"), createConnection: refuse("opens a connection") });
syncBuiltinESMExports();
