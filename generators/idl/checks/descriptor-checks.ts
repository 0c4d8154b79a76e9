import type { FileRegistry } from "@bufbuild/protobuf";
import type { Workspace } from "../../tools/with-workspace.ts";
import { hasRules } from "../known-imports.ts";
import type { IdlModel } from "../model.ts";
import type { LocalPackage } from "../proto/local-packages.ts";
import type { SourceFile } from "../source-file.ts";
import { checkMethodNames } from "./check-method-names.ts";
import { type Carrier, checkModel } from "./check-model.ts";
import { checkOutputs } from "./check-outputs.ts";
import { checkRoutes } from "./check-routes.ts";
import { checkRules } from "./check-rules.ts";

interface Descriptors {
  readonly registry: FileRegistry;
  readonly model: IdlModel;
  /** The user's. */
  readonly files: readonly SourceFile[];
  /** The Go package of each of them. */
  readonly packages: ReadonlyMap<string, LocalPackage>;
  readonly carrier: Carrier;
  readonly servesHttp: boolean;
  /** The suffixes of what the plugins for this model write. They are chosen for a model that has passed the checks. */
  readonly suffixes: () => Promise<readonly string[]>;
  /** Where the files are, for what buf itself checks. */
  readonly workspace: Pick<Workspace, "buf">;
}

/** What is checked once buf has compiled the files, in this order: the first defect is reported. */
export const descriptorChecks: readonly ((descriptors: Descriptors) => void | Promise<void>)[] = [
  ({ model, carrier }) => checkModel(model, carrier),
  checkMethodNames,
  (descriptors) => (descriptors.servesHttp ? checkRoutes(descriptors) : undefined),
  (descriptors) => (hasRules(descriptors.model.knownImports) ? checkRules(descriptors) : undefined),
  async ({ suffixes, ...sources }) => checkOutputs({ ...sources, suffixes: await suffixes() }),
];
