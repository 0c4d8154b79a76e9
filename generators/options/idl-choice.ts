import type { Problem, Scope } from "./option.ts";
import { chosenProtocol } from "./protocol-choice.ts";

/** The value of `--idl` that stands for the built-in sample. */
export const sample = "sample";

export function isSample({ values }: Pick<Scope, "values">): boolean {
  return (values.idl ?? [sample]).includes(sample);
}

/**
 * Checks an IDL path without reading the disk: the file's extension tells its kind, which the pair must be able to
 * read.
 */
export function checkIdl(value: string, scope: Scope): Problem | undefined {
  if (value === "") return { code: "idl", message: "--idl takes a path or sample" };
  if (value === sample) {
    const alone = (scope.values.idl?.length ?? 1) === 1;
    return alone
      ? undefined
      : {
          code: "idl",
          message: "--idl sample can't be combined with paths",
          hint: "leave it out to use your own",
        };
  }
  const kind = value.endsWith(".thrift") ? "thrift" : value.endsWith(".proto") ? "proto" : undefined;
  const protocol = chosenProtocol(scope);
  if (kind === undefined || protocol === undefined || protocol.idl.includes(kind)) return undefined;
  const pairs = scope.catalogue.frameworks.flatMap((framework) =>
    framework.protocols
      .filter(({ idl }) => idl.includes(kind))
      .map((one) => `${framework.value} ${one.value}`),
  );
  return {
    code: "idl-kind",
    message: `${scope.values.framework?.[0]} ${protocol.value} does not read ${value}: it reads ${protocol.idl.join(" or ")}`,
    hint: pairs.length === 0 ? `no framework reads ${kind}` : `${kind} is read by ${pairs.join(", ")}`,
  };
}
