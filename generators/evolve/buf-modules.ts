import type { PlannedFile } from "../plan/plan.ts";
import { type ServiceLock, sha256 } from "../plan/service-lock.ts";
import type { Note } from "./changes.ts";

const path = "buf.yaml";
const module = "  - path: third_party\n";
const ignored = "  ignore:\n    - third_party\n";

interface BufSources {
  readonly planned: ReadonlyMap<string, PlannedFile>;
  readonly current: ReadonlyMap<string, string>;
  readonly lock: ServiceLock;
}

/**
 * The first import of a published proto brings the folder `third_party`, which buf has to know of. Nothing else of buf.yaml
 * follows the IDL: what it lets pass was decided when the service was made.
 */
export function bufModules({ planned, current, lock }: BufSources): PlannedFile | Note | undefined {
  const [wanted, now] = [planned.get(path), current.get(path)];
  if (wanted === undefined || now === undefined) return undefined;
  if (!wanted.content.includes(module) || /^\s*-\s*path:\s*third_party\b/m.test(now)) return undefined;
  if (sha256(now) !== lock.files[path]) {
    return { path, line: null, text: "it was edited, so it stays; its modules need - path: third_party" };
  }
  const content = now
    .replace("  - path: api\n", `  - path: api\n${module}`)
    .replace("    - STANDARD\n", `    - STANDARD\n${ignored}`)
    .replace("    - FILE\n", `    - FILE\n${ignored}`);
  return { ...wanted, content };
}
