import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { emit } from "../support/emit.ts";
import { inService } from "../support/service.ts";
import { fixtures, pair } from "./thrift-folder.ts";

const work = mkdtempSync(join(tmpdir(), "gomicro-exceptions-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

it("a handler's declared exceptions reach a Kitex client as what they are, and its other errors as statuses", () => {
  const folder = join(work, "shop");
  emit(folder, [...pair.flags, "--module", "example.com/shop", "--idl", join(fixtures, "parcels")]);
  const stubs = join(folder, "internal", "rpc", "parcels.go");
  const written = readFileSync(stubs, "utf8")
    .replace(/fault\.New\(.*"Parcels\.find.*\)/, "&parcelsapi.NoSuchParcel{Id: id}")
    .replace(
      /fault\.New\(.*"Parcels\.hand_over.*\)/,
      "&parcelsapi.Undeliverable{Reason: id, Tried: []*addressapi.Address{place.Address}}",
    );
  writeFileSync(stubs, written);
  copyFileSync(
    fileURLToPath(new URL("thrift-exceptions.go", import.meta.url)),
    join(folder, "internal", "transport", "exceptions_test.go"),
  );
  const { output } = inService(
    folder,
    "go",
    "test",
    "-trimpath",
    "-v",
    "-run",
    "Arrives",
    "./internal/transport",
  );
  expect(output).toContain("--- PASS: TestADeclaredExceptionArrivesAsWhatItIs");
  expect(output).toContain("--- PASS: TestWhatIsNotDeclaredArrivesAsAStatus");
});
