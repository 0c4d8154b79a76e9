import { sha256 } from "../files/sha256.ts";
import type { PlannedFile } from "../plan/plan.ts";
import type { ServiceLock } from "../plan/service-lock.ts";
import { hasThirdParty, withThirdParty } from "../tools/buf-yaml.ts";
import type { Note } from "./changes.ts";

const path = "buf.yaml";

interface BufSources {
  readonly planned: ReadonlyMap<string, PlannedFile>;
  readonly current: ReadonlyMap<string, string>;
  readonly lock: ServiceLock;
}

/**
 * The first import of a published proto adds the folder `third_party`, which has to be listed in buf.yaml. Nothing
 * else in buf.yaml changes with the IDL: its lint exceptions were decided when the service was created.
 */
export function bufModules({ planned, current, lock }: BufSources): PlannedFile | Note | undefined {
  const [wanted, now] = [planned.get(path), current.get(path)];
  if (wanted === undefined || now === undefined) return undefined;
  if (!hasThirdParty(wanted.content) || hasThirdParty(now)) return undefined;
  if (sha256(now) !== lock.files[path]) {
    return {
      path,
      line: null,
      text: "you edited this file, so it was left unchanged; its modules need - path: third_party",
    };
  }
  return { ...wanted, content: withThirdParty(now) };
}
