import type { Framework, Problem, Protocol, Scope } from "./option.ts";

export function chosenFramework({
  values,
  catalogue,
}: Pick<Scope, "values" | "catalogue">): Framework | undefined {
  return catalogue.frameworks.find(({ value }) => value === values.framework?.[0]);
}

export function chosenProtocol(scope: Pick<Scope, "values" | "catalogue">): Protocol | undefined {
  return chosenFramework(scope)?.protocols.find(({ value }) => value === scope.values.protocol?.[0]);
}

/** Refuses a protocol that only other frameworks have. One that no framework has is refused by the check of choices. */
export function checkProtocol(value: string, scope: Scope): Problem | undefined {
  const framework = chosenFramework(scope);
  const having = scope.catalogue.frameworks.filter(({ protocols }) =>
    protocols.some((one) => one.value === value),
  );
  if (!framework || having.length === 0 || having.includes(framework)) return undefined;
  return {
    code: "protocol",
    message: `${framework.value} has no protocol "${value}"`,
    hint: `${framework.value} speaks ${words(framework.protocols)}; ${value}: ${words(having)}`,
  };
}

function words(choices: readonly { readonly value: string }[]): string {
  return choices.map(({ value }) => value).join(", ");
}
