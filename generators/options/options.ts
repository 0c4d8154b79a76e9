import type { ServiceOption } from "./option.ts";
import { optionTable } from "./option-table.ts";

type Row = (typeof optionTable)[number];
export type OptionName = Row["name"];
/** An option that decides about layers: its answer is a fact, and a preset may set it. */
export type LayerOption = Extract<Row, { decides: "layers" }>["name"];
/** An option whose choices come from the layers' manifests. */
export type OfferedOption = Exclude<Row, { offeredAs: null }>["name"];

/** Every option, in order. */
export const options: readonly ServiceOption<OptionName>[] = optionTable;

export const optionNames: readonly OptionName[] = options.map(({ name }) => name);

/** The options that decide about layers, in order. */
export const layerOptions: readonly LayerOption[] = optionTable.flatMap((row) =>
  row.decides === "layers" ? [row.name] : [],
);

/** The options whose choices layers offer, in order. */
export const offeredOptions: readonly OfferedOption[] = optionTable.flatMap((row) =>
  row.offeredAs === null ? [] : [row.name],
);

export function optionOf(name: OptionName): ServiceOption<OptionName> {
  const option = options.find((one) => one.name === name);
  if (option === undefined) throw new Error(`there is no option ${name}`);
  return option;
}
