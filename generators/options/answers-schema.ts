import { choiceValues } from "./choice-words.ts";
import type { Catalogue, Option } from "./option.ts";
import { options } from "./options.ts";

/** JSON Schema of an answers file. */
export function answersSchema(catalogue: Catalogue): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Answers of create-gomicro",
    description:
      "The content of an answers file for --answers. Answers that are left out are asked for or have their defaults.",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      ...Object.fromEntries(options.map((option) => [option.name, property(option, catalogue)])),
    },
  };
}

function property(option: Option, catalogue: Catalogue): object {
  const values = choiceValues(option, catalogue);
  const one = values === null ? { type: "string", minLength: 1 } : { enum: values };
  const description = `${option.summary}; default: ${option.fallback.text}`;
  if (!option.repeatable) return { description, ...one };
  return { description, anyOf: [one, { type: "array", items: one, uniqueItems: true }] };
}
