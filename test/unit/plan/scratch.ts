import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Plan } from "../../../generators/plan/plan.ts";

/** A folder of the test's own, removed when it is over. */
export function scratch(): string {
  const path = mkdtempSync(join(tmpdir(), "gomicro-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export function planOf(files: Readonly<Record<string, string>>, executable: readonly string[] = []): Plan {
  const planned = Object.entries(files).map(
    ([path, content]) =>
      ({
        path,
        content,
        mode: executable.includes(path) ? 0o755 : 0o644,
        layer: "test",
        fate: "managed",
        service: null,
      }) as const,
  );
  return { files: planned.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Everything below a folder, itself included: kind, mode, and content or destination. */
export function snapshot(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (path: string, name: string): void => {
    const stat = lstatSync(path);
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isSymbolicLink()) found[name] = `link ${readlinkSync(path)}`;
    else if (stat.isDirectory()) {
      found[name] = `folder ${mode}`;
      for (const child of readdirSync(path).sort()) visit(join(path, child), `${name}/${child}`);
    } else found[name] = `file ${mode} ${stat.nlink} ${readFileSync(path, "utf8")}`;
  };
  visit(root, ".");
  return found;
}
