import {
  asObject,
  asText,
  asTexts,
  below,
  type JsonObject,
  type Place,
  parseJson,
  wrong,
} from "../files/json-shape.ts";
import {
  type LockedAnswer,
  type Preset,
  type PresetOption,
  type PresetValues,
  presetOptions,
} from "./preset.ts";

const namePattern = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const versionPattern = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Reads a `preset.json`. Whether its choices exist is checked later, when the layers are known. */
export function parsePreset(text: string, file: string): Preset {
  const top: Place = { code: "preset", file, key: "" };
  const keys = ["$schema", "name", "version", "description", "defaults", "locked", "allowed"];
  const json = asObject(parseJson(text, top), top, keys);
  const preset = {
    name: matching(
      json.name,
      below(top, "name"),
      namePattern,
      "a name that npm would take, such as orders or @team/orders",
    ),
    version: matching(json.version, below(top, "version"), versionPattern, "a version such as 1.0.0"),
    description: asText(json.description, below(top, "description")),
    defaults: parseValues(json.defaults ?? {}, below(top, "defaults")),
    locked: parseLocked(json.locked ?? {}, below(top, "locked")),
    allowed: parseValues(json.allowed ?? {}, below(top, "allowed")),
  };
  checkAgreement(preset, top);
  return preset;
}

function matching(value: unknown, place: Place, pattern: RegExp, wanted: string): string {
  const text = asText(value, place);
  if (!pattern.test(text)) throw wrong(place, wanted);
  return text;
}

function parseValues(value: unknown, place: Place): PresetValues {
  return mapOptions(asObject(value, place, presetOptions), place, parseValue);
}

function parseLocked(value: unknown, place: Place): Preset["locked"] {
  return mapOptions(asObject(value, place, presetOptions), place, (entry, at): LockedAnswer => {
    const lock = asObject(entry, at, ["value", "reason"]);
    return {
      values: parseValue(lock.value, below(at, "value")),
      reason: asText(lock.reason, below(at, "reason")),
    };
  });
}

function mapOptions<T>(
  json: JsonObject,
  place: Place,
  parse: (value: unknown, place: Place) => T,
): Readonly<Partial<Record<PresetOption, T>>> {
  const given = presetOptions.filter((option) => json[option] !== undefined);
  return Object.fromEntries(given.map((option) => [option, parse(json[option], below(place, option))]));
}

function parseValue(value: unknown, place: Place): readonly string[] {
  if (typeof value === "string") return [asText(value, place)];
  const values = asTexts(value, place);
  if (values.length === 0) throw wrong(place, 'a choice or a list of some; nothing is "none"');
  return values;
}

/** Checks that no locked option has a default, and that defaults and locked values are among the allowed ones. */
function checkAgreement({ defaults, locked, allowed }: Preset, top: Place): void {
  for (const option of presetOptions) {
    if (locked[option] && defaults[option])
      throw wrong(below(below(top, "defaults"), option), "left out: it is locked");
    const choices = allowed[option];
    const missing = (locked[option]?.values ?? defaults[option] ?? []).find(
      (value) => choices?.includes(value) === false,
    );
    if (missing === undefined) continue;
    throw wrong(
      below(below(top, "allowed"), option),
      `a list that contains "${missing}", which the preset itself chooses`,
    );
  }
}
