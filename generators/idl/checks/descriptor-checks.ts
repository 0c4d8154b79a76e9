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
  /** The user's files. */
  readonly files: readonly SourceFile[];
  /** The Go packages of the files, by path. */
  readonly packages: ReadonlyMap<string, LocalPackage>;
  readonly carrier: Carrier;
  readonly servesHttp: boolean;
  /**
   * The suffixes of the files that the plugins for this model write. Selecting the plugins requires a model that passed the
   * other checks.
   */
  readonly suffixes: () => Promise<readonly string[]>;
  /** The workspace with the files, for checks that buf runs. */
  readonly workspace: Pick<Workspace, "buf">;
}

/** The checks on the compiled files, in order. The first defect found is reported. */
export const descriptorChecks: readonly ((descriptors: Descriptors) => void | Promise<void>)[] = [
  ({ model, carrier }) => checkModel(model, carrier),
  checkMethodNames,
  (descriptors) => (descriptors.servesHttp ? checkRoutes(descriptors) : undefined),
  (descriptors) => (hasRules(descriptors.model.knownImports) ? checkRules(descriptors) : undefined),
  async ({ suffixes, ...sources }) => checkOutputs({ ...sources, suffixes: await suffixes() }),
];
