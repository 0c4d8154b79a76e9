import type { IdlService } from "../model.ts";

type Service = Pick<IdlService, "name"> & {
  readonly methods: readonly Pick<IdlService["methods"][number], "name">[];
};

/**
 * The service that Kitex gives the calls which name none, as those without TTHeader do: the first that has every method which
 * several services have, as Kitex does not start otherwise. Undefined when one service is all, or when there is no such one.
 */
export function fallbackService<T extends Service>(services: readonly T[]): T | undefined {
  if (services.length < 2) return undefined;
  const shared = sharedMethods(services);
  return services.find(({ methods }) =>
    shared.every((name) => methods.some((method) => method.name === name)),
  );
}

/** Names of the methods that several services have. */
export function sharedMethods(services: readonly Service[]): readonly string[] {
  const names = services.flatMap(({ methods }) => methods.map(({ name }) => name));
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
}
