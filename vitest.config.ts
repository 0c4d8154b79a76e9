import { defineConfig } from "vitest/config";

/**
 * Suites, by what they need: `unit` Node alone; `tool` processes: buf, npm, git, a terminal, a clock; `package` the build;
 * `codegen`, `http`, `idl` and `service` the build and Go.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          // One start for all files: they share nothing that they change.
          pool: "threads",
          isolate: false,
          setupFiles: ["test/support/no-outside.ts"],
        },
      },
      {
        test: {
          name: "tool",
          include: ["test/tool/**/*.test.ts"],
          isolate: false,
          // A busy machine starts a process slowly; a test that hangs ends by this all the same.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: "package", include: ["test/package/**/*.test.ts"], testTimeout: 120_000 } },
      { test: { name: "codegen", include: ["test/codegen/**/*.test.ts"], testTimeout: 600_000 } },
      {
        test: { name: "http", include: ["test/http-mapping/**/*.test.ts"], hookTimeout: 600_000, testTimeout: 600_000 },
      },
      {
        test: {
          name: "idl",
          include: ["test/idl/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "service",
          include: ["test/service/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 600_000,
          // Two services at a time build slower than one after the other.
          fileParallelism: false,
        },
      },
    ],
  },
});
