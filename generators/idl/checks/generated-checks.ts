import type { TextFile } from "../../files/text-file.ts";
import type { SourceFile } from "../source-file.ts";
import { checkDeclarations } from "./check-declarations.ts";
import { checkDirectives } from "./check-directives.ts";

interface Generated {
  /** The user's files. */
  readonly files: readonly SourceFile[];
  /** The generated code. */
  readonly gen: readonly TextFile[];
}

/** The checks on the generated code, in order. The first defect found is reported. */
export const generatedChecks: readonly ((generated: Generated) => void)[] = [
  ({ gen, files }) => checkDirectives(gen, files),
  ({ gen }) => checkDeclarations(gen),
];
