import { UserError } from "../../error.ts";
import type { TextFile } from "../../files/text-file.ts";

/** The start of a line that declares a type, function, method, constant or variable, as gofmt formats it. */
const single =
  /^(?:type ([\p{L}\p{Nd}_]+)|func (?:\((?:\w+ )?\*?(\w+)\) )?([\p{L}\p{Nd}_]+)\(|(?:const|var) ([\p{L}\p{Nd}_]+))/gmu;
const block = /^(?:const|var) \(\n([\s\S]*?)^\)/gm;
const struct = /^type ([\p{L}\p{Nd}_]+) struct \{\n([\s\S]*?)^\}/gmu;
const member = /^\t([\p{L}\p{Nd}_]+) /gmu;

/**
 * Refuses names of the IDL that collide in Go, such as a message `OrdersServer` beside a service `Orders`: protoc and
 * buf accept them, but the Go compiler does not. The generated code is searched, so that the plugins' naming rules
 * need not be repeated here.
 */
export function checkDeclarations(gen: readonly TextFile[]): void {
  const declared = new Map<string, string>();
  for (const { path, content } of gen) {
    // API_HYBRID generates a second file with the same names, which a build tag selects instead of the first.
    if (!path.endsWith(".go") || path.endsWith("_protoopaque.pb.go")) continue;
    const folder = path.slice(0, path.lastIndexOf("/"));
    const source = /^\/\/ (?:- )?source: (.*)$/m.exec(content)?.[1] ?? path;
    for (const name of declarations(content)) {
      const key = `${folder} ${name}`;
      const other = declared.get(key);
      if (other !== undefined) throw twice(name, other, source);
      declared.set(key, source);
    }
  }
}

/** The declared names: `Orders`, and methods and fields as `Orders.Reset`. */
function declarations(content: string): readonly string[] {
  const singles = [...content.matchAll(single)].map(([, type, receiver, func, value]) => {
    const name = type ?? func ?? value ?? "_";
    return receiver === undefined ? name : `${receiver}.${name}`;
  });
  const members = [...content.matchAll(block)].flatMap(([, body = ""]) =>
    [...body.matchAll(member)].map(([, name = "_"]) => name),
  );
  const fields = [...content.matchAll(struct)].flatMap(([, type, body = ""]) =>
    [...body.matchAll(member)].map(([, name = "_"]) => `${type}.${name}`),
  );
  return [...singles, ...members, ...fields].filter((name) => name !== "_" && name !== "init");
}

function twice(name: string, first: string, second: string): UserError {
  const where = first === second ? `${first} has` : `${first} and ${second} have`;
  return new UserError("idl-name", `${where} two declarations that would be ${name} in Go`, {
    hint: "rename one of them: Go joins and capitalises names, services add Server and Client, messages methods like GetName and ProtoReflect",
  });
}
