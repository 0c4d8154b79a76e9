import type { IdlPart, IdlRequest, RunChoices } from "../codegen/idl-part.ts";
import type { IdlModel } from "../idl/model.ts";
import type { LayerSource } from "../layers/layer.ts";
import { loadLayers } from "../layers/select-layers.ts";
import type { ModuleLock } from "../modules/module-lock.ts";
import type { Answers } from "../options/answers.ts";
import { version } from "../version.ts";
import type { Plan } from "./plan.ts";
import { planService } from "./plan-service.ts";

/** What a service is generated from. */
export interface ServiceRequest {
  readonly answers: Answers;
  /** The built-in layers, and those of the preset if it has any. */
  readonly layers: LayerSource;
  readonly run: RunChoices;
  readonly parts: ServiceParts;
}

/** The parts that a service is generated from, apart from its layers. */
export interface ServiceParts {
  idl(request: IdlRequest): Promise<IdlPart>;
  modules(): Promise<ModuleLock>;
}

/** Generates a service in memory: reads the IDL, selects and loads the layers, and composes the plan. */
export async function generateService({
  answers,
  layers: source,
  run,
  parts,
}: ServiceRequest): Promise<{ readonly plan: Plan; readonly idl: IdlModel }> {
  const { manifests } = source;
  const { model: idl, gen, config } = await parts.idl({ answers, manifests, run });
  const { layers, facts } = await loadLayers(source, { answers, idl });
  const { partial } = run;
  const modules = await parts.modules();
  return { plan: planService({ answers, idl, gen, config, layers, facts, modules, version, partial }), idl };
}
