import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";
import { onTestFinished } from "vitest";

/** Milliseconds after which what is waited for will not come. */
const patience = 30_000;

export const keys = {
  enter: "\r",
  down: "\u001b[B",
  space: " ",
  clear: "\u0015",
  interrupt: "\u0003",
} as const;

export interface Terminal {
  readonly pid: number;
  /** Everything printed so far, as it came. */
  raw(): string;
  /** Everything printed so far, without colours and movements. */
  text(): string;
  /** Waits until something is printed after what was waited for before. */
  see(text: string): Promise<void>;
  press(...keys: readonly string[]): void;
  readonly exit: Promise<number>;
}

interface OpenOptions {
  /** The program, a script for Node. */
  readonly cli: { readonly path: string };
  readonly cwd: string;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command line for `sh` around ours, `$CLI`. */
  readonly shell?: string;
}

/** A program in a real pseudo-terminal. */
export function openTerminal({ cli, cwd, argv = [], env = {}, shell }: OpenOptions): Terminal {
  const command = [process.execPath, cli.path];
  const words = shell === undefined ? [...command, ...argv] : ["sh", "-c", shell];
  const [file = "", ...args] = words;
  const pty = spawn(file, args, {
    cwd,
    cols: 100,
    rows: 40,
    env: { PATH: process.env.PATH ?? "", HOME: cwd, TERM: "xterm-256color", CLI: command.join(" "), ...env },
  });
  return watch(pty);
}

function watch(pty: IPty): Terminal {
  let raw = "";
  let seen = 0;
  let wake = (): void => {};
  const text = () => stripVTControlCharacters(raw);
  const exit = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => resolve(exitCode));
  });
  let gone = false;
  exit.then(() => {
    gone = true;
    wake();
  });
  pty.onData((data) => {
    raw += data;
    wake();
  });
  onTestFinished(() => {
    if (!gone) pty.kill("SIGKILL");
  });
  return {
    pid: pty.pid,
    raw: () => raw,
    text,
    exit,
    press: (...pressed) => pty.write(pressed.join("")),
    see: async (wanted) => {
      const limit = setTimeout(() => pty.kill("SIGKILL"), patience);
      for (;;) {
        const at = text().indexOf(wanted, seen);
        if (at >= 0) {
          seen = at + wanted.length;
          clearTimeout(limit);
          return;
        }
        if (gone) throw new Error(`it ended without ${JSON.stringify(wanted)} after:\n${text()}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
