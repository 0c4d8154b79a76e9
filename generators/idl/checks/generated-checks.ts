import type { TextFile } from "../../files/text-file.ts";
import type { SourceFile } from "../source-file.ts";
import { checkDeclarations } from "./check-declarations.ts";
import { checkDirectives } from "./check-directives.ts";

interface Generated {
  /** The user's. */
  readonly files: readonly SourceFile[];
  /** What the plugins wrote. */
  readonly gen: readonly TextFile[];
}

/** What is checked on the generated code, in this order: the first defect is reported. */
export const generatedChecks: readonly ((generated: Generated) => void)[] = [
  ({ gen, files }) => checkDirectives(gen, files),
  ({ gen }) => checkDeclarations(gen),
];
