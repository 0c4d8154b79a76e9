import { answersSchema } from "./answers-schema.ts";
import { docsTable } from "./docs-table.ts";
import type { Catalogue } from "./option.ts";

const intro = `# Options

Every answer has a prompt, a flag and a key in an answers file (\`--answers\`). Written by \`npm run schemas\`.

`;

/** The files of this repository that are derived from the options, by path. */
export function derivedFiles(catalogue: Catalogue): Readonly<Record<string, string>> {
  return {
    "docs/options.md": `${intro}${docsTable(catalogue)}`,
    "schemas/answers.schema.json": `${JSON.stringify(answersSchema(catalogue), null, 2)}\n`,
  };
}
