import type { Terminal, World } from "../world.ts";

export type Style = "red" | "green" | "yellow" | "cyan" | "dim" | "bold";

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export type Paint = (style: Style, text: string) => string;

/** Colours text on a terminal, but not with NO_COLOR or on a dumb terminal. */
export function paintFor(stream: Terminal, env: World["env"]): Paint {
  if (!colourful(stream, env)) return (_, text) => text;
  return (style, text) => {
    const [on, off] = codes[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** Whether a stream shows colours. */
export function colourful(stream: Terminal, env: World["env"]): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}
