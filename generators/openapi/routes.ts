import { UserError } from "../error.ts";
import type { HttpBinding, IdlMethod, IdlService } from "../idl/model.ts";
import { type PathTemplate, parseTemplate } from "./path-template.ts";

/** A line of the service's `routes.gen.go`. */
export interface Route {
  readonly service: IdlService;
  readonly method: IdlMethod;
  readonly binding: HttpBinding;
  /** Place of the binding among those of the method. */
  readonly index: number;
  readonly template: PathTemplate;
}

/** Every route in the order of the IDL; a method without google.api.http has one at its procedure. */
export function routesOf(services: readonly IdlService[]): readonly Route[] {
  const taken = new Map<string, Route>();
  return services.flatMap((service) =>
    service.methods.flatMap((method) => {
      const { procedure, http } = method;
      const unbound = { method: "POST", template: procedure, body: "*", responseBody: "" };
      return (http.length === 0 ? [unbound] : http).map((binding, index): Route => {
        const template = parseTemplate(binding.template);
        if (template === undefined) {
          throw new UserError("idl-http", `${procedure.slice(1)}: bad path template "${binding.template}"`, {
            hint: "google/api/http.proto has the grammar; ** may be there once",
          });
        }
        const route = { service, method, binding, index, template };
        claim(taken, route);
        return route;
      });
    }),
  );
}

function claim(taken: Map<string, Route>, route: Route): void {
  const { template, binding, method } = route;
  const requests = `${binding.method} ${template.segments.join("/")}:${template.verb}`;
  const other = taken.get(requests);
  if (other !== undefined) {
    const both = `${other.method.procedure.slice(1)} and ${method.procedure.slice(1)}`;
    const templates = `${binding.method} ${other.binding.template} and ${binding.template}`;
    throw new UserError("idl-http", `${both} take the same requests: ${templates}`, {
      hint: "give one of them a path of its own",
    });
  }
  taken.set(requests, route);
}
