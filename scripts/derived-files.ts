import { factNames } from "../generators/layers/manifest.ts";
import { answersSchema } from "../generators/options/answers-schema.ts";
import { docsTable } from "../generators/options/docs-table.ts";
import type { Catalogue } from "../generators/options/option.ts";
import { offeredOptions } from "../generators/options/options.ts";
import { presetOptions } from "../generators/presets/preset.ts";

const intro = `# Options

Every answer has a prompt, a flag and a key in an answers file (\`--answers\`). Written by \`npm run schemas\`.

`;

const presetSchema = "schemas/preset.schema.json";
const layerSchema = "schemas/layer.schema.json";

/**
 * The files of this repository that are derived from the options, by path. The schemas of presets and layers are
 * written by hand, except for their lists of options and facts.
 */
export function derivedFiles(
  catalogue: Catalogue,
  read: (path: string) => string,
): Readonly<Record<string, string>> {
  const layer = withEnum(read(layerSchema), "offeredOption", offeredOptions);
  return {
    "docs/options.md": `${intro}${docsTable(catalogue)}`,
    "schemas/answers.schema.json": `${JSON.stringify(answersSchema(catalogue), null, 2)}\n`,
    [presetSchema]: withEnum(read(presetSchema), "option", presetOptions),
    [layerSchema]: withEnum(layer, "fact", factNames),
  };
}

/** Replaces the values of a definition that is an enum, and leaves the rest of the schema's text alone. */
function withEnum(schema: string, definition: string, values: readonly string[]): string {
  const pattern = new RegExp(`^( *)"${definition}": \\{\\s*"enum": \\[[^\\]]*\\]\\s*\\}`, "m");
  const [found, indent = ""] = pattern.exec(schema) ?? [];
  if (found === undefined) throw new Error(`there is no enum ${definition}`);
  const words = values.map((value) => JSON.stringify(value));
  const line = `${indent}"${definition}": { "enum": [${words.join(", ")}] }`;
  if (line.length < 110) return schema.replace(found, line);
  const list = words.map((word) => `\n${indent}    ${word}`).join(",");
  return schema.replace(
    found,
    `${indent}"${definition}": {\n${indent}  "enum": [${list}\n${indent}  ]\n${indent}}`,
  );
}
