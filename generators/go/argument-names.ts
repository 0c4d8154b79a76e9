import { keywords } from "./keywords.ts";

/** Names that stubs use themselves, and Go's predeclared identifiers, which an argument would shadow. */
const taken: readonly string[] = [
  ...["context", "ctx", "fault", "s"],
  ...["any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex", "complex128"],
  ...["complex64", "copy", "delete", "err", "error", "false", "float32", "float64", "imag", "int", "int16"],
  ...["int32", "int64", "int8", "iota", "len", "make", "max", "min", "new", "nil", "panic", "print"],
  ...["println", "real", "recover", "rune", "string", "true", "uint", "uint16", "uint32", "uint64", "uint8"],
  ...["uintptr", ...keywords],
];

/**
 * Names the arguments of a stub after those in the interface that is generated from Thrift, where `type` is `_type` and `err` is `err_`. The
 * names are unique.
 */
export function argumentNames(names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const bare = name.replace(/^_+|_+$/g, "") || "arg";
    const wanted = taken.includes(bare) ? `${bare}Arg` : bare;
    let result = wanted;
    for (let number = 2; used.has(result); number++) result = `${wanted}${number}`;
    used.add(result);
    return result;
  });
}
