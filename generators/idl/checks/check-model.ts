import { UserError } from "../../error.ts";
import type { IdlMethod, IdlModel } from "../model.ts";

/** What the chosen pair can carry. */
export interface Carrier {
  /** The chosen pair, as `<framework> <protocol>`. */
  readonly pair: string;
  /** The kinds of methods that it can carry. */
  readonly kinds: readonly IdlMethod["kind"][];
  /** The pairs that can carry all of these kinds, for the hint. */
  readonly othersFor: (kinds: readonly IdlMethod["kind"][]) => readonly string[];
  /** Whether the user accepts 501 for other methods. */
  readonly partial: boolean;
}

const words = {
  unary: "unary",
  server: "server stream",
  client: "client stream",
  bidi: "bidirectional stream",
} as const satisfies Record<IdlMethod["kind"], string>;

/** Refuses an IDL without a service, and methods that the pair can't carry. */
export function checkModel(model: IdlModel, carrier: Carrier): void {
  const { services, files } = model;
  if (services.length === 0) {
    const list = shorten(files.map(({ path }) => path));
    throw new UserError("idl-service", `the IDL has no service: there is none in ${list}`, {
      hint: "name the .proto file that has one",
    });
  }
  for (const { fullName, methods } of services) {
    const twice = methods.find(
      ({ goName }, index) => methods.findIndex((one) => one.goName === goName) < index,
    );
    if (twice !== undefined) {
      throw new UserError("idl-name", `${fullName} has two methods that would be ${twice.goName} in Go`);
    }
  }
  checkKinds(model, carrier);
}

function checkKinds({ services }: IdlModel, { pair, kinds, othersFor, partial }: Carrier): void {
  const refused = services.flatMap(({ name, methods }) =>
    methods.filter(({ kind }) => !kinds.includes(kind)).map((method) => ({ service: name, ...method })),
  );
  if (partial || refused.length === 0) return;
  const list = refused.map(({ service, name, kind }) => `${service}.${name} (${words[kind]})`);
  const others = othersFor([...new Set(services.flatMap(({ methods }) => methods.map(({ kind }) => kind)))]);
  const can = others.length === 0 ? "" : `${others.join(", ")} can; `;
  throw new UserError("idl-method", `${pair} can't carry ${shorten(list)}`, {
    hint: `${can}or accept 501 for them with --partial`,
  });
}

function shorten(list: readonly string[]): string {
  const shown = list.slice(0, 5).join(", ");
  return list.length > 5 ? `${shown} and ${list.length - 5} more` : shown;
}
