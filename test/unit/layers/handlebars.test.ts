import handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import { compileOptions, createEngine } from "../../../generators/layers/handlebars.ts";

function render(text: string, view: object): string {
  return createEngine(handlebars).compile<object>(text, compileOptions)(view);
}

describe("a template", () => {
  test("writes text as it is, as nothing here is HTML", () => {
    expect(render("{{a}} {{quote a}}", { a: `<&'">` })).toBe(`<&'"> "<&'\\">"`);
  });

  test.each([
    "{{missing}}",
    "{{a.missing}}",
    "{{#if missing}}x{{/if}}",
    "{{#unless a.missing}}x{{/unless}}",
    "{{#each missing}}x{{/each}}",
    '{{#if (eq missing "x")}}x{{/if}}',
    "{{#if (has list missing)}}x{{/if}}",
    "{{#if (not missing)}}x{{/if}}",
    "{{#if (or missing true)}}x{{/if}}",
    "{{quote missing}}",
  ])("fails on a name that does not exist: %s", (text) => {
    expect(() => render(text, { a: {}, list: [] })).toThrow(/not defined/);
  });

  test.each([
    "{{> partial}}",
    "{{log 1}}",
    "{{lookup a 'b'}}",
    "{{#with a}}x{{/with}}",
    "{{unheard 1}}",
    "{{a.constructor.constructor 'return 1'}}",
  ])("can't reach further than its view: %s", (text) => {
    expect(() => render(text, { a: {} })).toThrow();
  });

  test("has the helpers that conditions and lists take", () => {
    const view = { p: "dual", ports: ["http"], none: [], yes: true };
    expect(render('{{#if (eq p "dual")}}a{{/if}}{{#if (has ports "grpc")}}b{{/if}}', view)).toBe("a");
    expect(
      render("{{#if (not none)}}a{{/if}}{{#if (and yes none)}}b{{/if}}{{#if (or none yes)}}c{{/if}}", view),
    ).toBe("ac");
    expect(
      render("{{#each ports as |port|}}{{port}}{{#unless @last}},{{/unless}}{{else}}none{{/each}}", view),
    ).toBe("http");
  });

  test("does not change the engine that everybody shares", () => {
    createEngine(handlebars);
    expect(Object.keys(handlebars.helpers)).toContain("lookup");
    expect(Object.keys(handlebars.helpers)).not.toContain("quote");
  });
});
