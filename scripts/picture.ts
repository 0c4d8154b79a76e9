// `npm run picture`: answers the questions of a real run on a pseudo-terminal and draws what is on the screen then.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { spawn } from "@lydell/node-pty";
import xterm, { type IBufferCell, type Terminal } from "@xterm/headless";
import { root } from "./toolchain.mjs";

const size = { cols: 96, rows: 64 };
/** Pixels of one character cell, and around the screen. */
const cell = { width: 8.4, height: 18 };
const margin = 16;
const font = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";
const background = "#1e1e2e";
const foreground = "#cdd6f4";
/** The eight colours of a terminal, then their bright ones. */
const palette = ["#45475a", "#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#cba6f7", "#94e2d5", "#bac2de"];

/** What is waited for, and what is typed then. */
const script: readonly (readonly [wait: string, type: string])[] = [
  ["Preset", "\r"],
  ["Folder", "orders\r"],
  ["Framework", "\r"],
  ["Go module path", "\r"],
  ["IDL", "\r"],
  ["Store", "\r"],
  ["Deploy with", "\r"],
  ["CI", "\r"],
  ["Write them?", "\r"],
];

async function record(cwd: string): Promise<Terminal> {
  const terminal = new xterm.Terminal({ ...size, allowProposedApi: true });
  const pty = spawn(process.execPath, [join(root, "dist", "cli.js"), "new"], {
    cwd,
    ...size,
    env: { PATH: process.env.PATH ?? "", HOME: cwd, TERM: "xterm-256color" },
  });
  let output = "";
  let ended = false;
  pty.onData((data) => {
    output += data;
  });
  const exit = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  exit.then(() => {
    ended = true;
  });
  for (const [wait, type] of script) {
    while (!output.includes(wait) && !ended) await sleep(20);
    await sleep(100); // the prompt is drawn in several writes
    pty.write(type);
  }
  await exit;
  // Where the run took place is nobody's business.
  await new Promise<void>((resolve) => terminal.write(output.replaceAll(cwd, "~/code"), resolve));
  return terminal;
}

interface Run {
  readonly text: string;
  readonly column: number;
  readonly style: string;
}

function style(of: IBufferCell): string {
  const colour = of.isFgPalette() ? (palette[of.getFgColor() % 8] ?? foreground) : foreground;
  return [
    `fill="${colour}"`,
    ...(of.isBold() ? ['font-weight="bold"'] : []),
    ...(of.isDim() ? ['opacity="0.6"'] : []),
  ].join(" ");
}

/** The characters of a line, together as long as they look the same. */
function runs(terminal: Terminal, row: number): readonly Run[] {
  const line = terminal.buffer.active.getLine(row);
  const found: Run[] = [];
  for (let column = 0; column < size.cols; column++) {
    const at = line?.getCell(column);
    if (at === undefined) break;
    const text = at.getChars() || " ";
    const last = found.at(-1);
    if (last !== undefined && last.style === style(at)) {
      found[found.length - 1] = { ...last, text: last.text + text };
    } else found.push({ text, column, style: style(at) });
  }
  return found.filter(({ text }) => text.trim() !== "");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function draw(terminal: Terminal): string {
  const lines = Array.from({ length: terminal.buffer.active.length }, (_, row) => runs(terminal, row));
  const height = lines.findLastIndex((line) => line.length > 0) + 1;
  const texts = lines.slice(0, height).flatMap((line, row) =>
    line.map(({ text, column, style: looks }) => {
      const x = margin + column * cell.width;
      const y = margin + (row + 0.75) * cell.height;
      const length = text.trimEnd().length * cell.width;
      const place = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" textLength="${length.toFixed(1)}"`;
      return `<text ${place} ${looks}>${escapeXml(text.trimEnd())}</text>`;
    }),
  );
  const w = Math.ceil(2 * margin + size.cols * cell.width);
  const h = Math.ceil(2 * margin + height * cell.height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img"`,
    `  aria-label="gomicro new on a terminal" font-family="${font}" font-size="14" xml:space="preserve">`,
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
    ...texts,
    "</svg>",
    "",
  ].join("\n");
}

const cwd = realpathSync(mkdtempSync(join(tmpdir(), "gomicro-picture-")));
try {
  writeFileSync(join(root, "docs", "terminal.svg"), draw(await record(cwd)));
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
