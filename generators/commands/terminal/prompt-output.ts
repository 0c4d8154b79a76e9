import { Writable } from "node:stream";
import type { Terminal, World } from "../world.ts";
import { colourful } from "./paint.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
const colour = /\u001b\[[\d;]*m/g;

/** The stream that prompts are drawn on: the terminal, without the colours that inquirer writes even with NO_COLOR. */
export function promptOutput(stream: Terminal, env: World["env"]): Terminal {
  if (colourful(stream, env)) return stream;
  const plain = new Writable({
    write: (chunk, _encoding, done) => {
      stream.write(String(chunk).replace(colour, ""), done);
    },
  });
  return Object.assign(plain, { isTTY: stream.isTTY ?? false, columns: stream.columns ?? 80 });
}
