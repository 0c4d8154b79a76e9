import { UserError } from "../error.ts";
import { modulesOfImports } from "../modules/known-imports.ts";

/** Folders of protos that are somebody else's, whether or not a copy lies among the user's files. */
const published = [
  "google/protobuf/",
  "google/api/",
  "google/rpc/",
  "google/type/",
  "google/longrunning/",
  "buf/validate/",
] as const;

/** Whether Go code for this import is published: nothing is generated for it. */
export function isPublished(path: string): boolean {
  return published.some((folder) => path.startsWith(folder));
}

/** Comes with buf itself, so there is nothing to vendor. */
export function isWellKnown(path: string): boolean {
  return path.startsWith("google/protobuf/");
}

/** Refuses an import whose Go module is not among the locked ones. */
export function checkModule(path: string, where: string): void {
  try {
    modulesOfImports([path]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError("known-import", `${where} imports "${path}", and no Go module is known for it`, {
      hint: "no service can be made of that import yet: use a type of your own",
    });
  }
}
