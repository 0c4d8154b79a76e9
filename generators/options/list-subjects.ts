import { options } from "./options.ts";

/** The subjects of `list`: options whose choices layers offer, then presets and the options themselves. */
export const listSubjects: readonly string[] = [
  ...options.flatMap(({ offeredAs }) => (offeredAs === null ? [] : [offeredAs])),
  "presets",
  "options",
];
