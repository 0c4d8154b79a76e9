import type { HttpBinding, IdlMethod, IdlService } from "../model.ts";
import { parseTemplate, type RouteTemplate } from "./route-template.ts";

/** A route of the service's `routes.gen.go`. */
export interface Route {
  readonly service: IdlService;
  readonly method: IdlMethod;
  readonly binding: HttpBinding;
  /** The index of the binding among those of the method. */
  readonly index: number;
  readonly template: RouteTemplate;
}

/** The routes of a checked IDL, in its order. A method without google.api.http has one route, at its procedure. */
export function routesOf(services: readonly IdlService[]): readonly Route[] {
  return services.flatMap((service) =>
    service.methods.flatMap((method) => {
      const { procedure, http } = method;
      const unbound = { method: "POST", template: procedure, body: "*", responseBody: "" };
      return (http.length === 0 ? [unbound] : http).map((binding, index): Route => {
        const template = parseTemplate(binding.template);
        if (typeof template === "string") throw new Error(`${procedure}: ${binding.template}: ${template}`);
        return { service, method, binding, index, template };
      });
    }),
  );
}
