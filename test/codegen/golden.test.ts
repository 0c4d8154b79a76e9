import { describe } from "vitest";
import { combinations } from "../support/combinations.ts";
import { matchesItsGolden } from "../support/golden.ts";

describe("the output for an IDL of one's own", () => {
  for (const combination of combinations.filter(({ ownIdl }) => ownIdl)) matchesItsGolden(combination);
});
