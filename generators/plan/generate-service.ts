import type { IdlPart, IdlRequest, RunChoices } from "../codegen/idl-part.ts";
import type { IdlModel } from "../idl/model.ts";
import type { LayerSource } from "../layers/layer.ts";
import { loadLayers } from "../layers/select-layers.ts";
import type { ModuleLock } from "../modules/module-lock.ts";
import type { Answers } from "../options/answers.ts";
import type { Option } from "../options/option.ts";
import { options } from "../options/options.ts";
import { version } from "../version.ts";
import type { Plan } from "./plan.ts";
import { planService } from "./plan-service.ts";

/** A generator is a plain object: what it asks, and from the answers the plan. */
export interface Generator<Request> {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  plan(request: Request): Promise<Plan>;
}

export interface ServiceRequest {
  readonly answers: Answers;
  /** The built-in layers, with the preset's if there is one. */
  readonly layers: LayerSource;
  readonly run: RunChoices;
  readonly parts: ServiceParts;
}

/** What a service is generated from beside its layers. */
export interface ServiceParts {
  idl(request: IdlRequest): Promise<IdlPart>;
  modules(): Promise<ModuleLock>;
}

export const serviceGenerator: Generator<ServiceRequest> = {
  name: "new",
  description: "a Go microservice",
  options,
  plan: async (request) => (await generateService(request)).plan,
};

/** The plan, and the IDL that it was made from. */
export async function generateService({
  answers,
  layers: source,
  run,
  parts,
}: ServiceRequest): Promise<{ readonly plan: Plan; readonly idl: IdlModel }> {
  const { manifests } = source;
  const { model: idl, gen } = await parts.idl({ answers, manifests, run });
  const { layers, facts } = await loadLayers(source, { answers, idl });
  const { partial } = run;
  const modules = await parts.modules();
  return { plan: planService({ answers, idl, gen, layers, facts, modules, version, partial }), idl };
}
