import type { IdlService } from "../model.ts";

type Service = Pick<IdlService, "name"> & {
  readonly methods: readonly Pick<IdlService["methods"][number], "name">[];
};

/**
 * The service that receives calls which name no service, such as those without TTHeader: the first one that has every
 * method which several services share. A server with several services requires one to start. Undefined when there is
 * only one service, or no such service.
 */
export function fallbackService<T extends Service>(services: readonly T[]): T | undefined {
  if (services.length < 2) return undefined;
  const shared = sharedMethods(services);
  return services.find(({ methods }) =>
    shared.every((name) => methods.some((method) => method.name === name)),
  );
}

/** The names of methods that several services share. */
export function sharedMethods(services: readonly Service[]): readonly string[] {
  const names = services.flatMap(({ methods }) => methods.map(({ name }) => name));
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
}
