import type { World } from "../world.ts";

const patience = 500;

/**
 * Runs the work. If it takes longer than half a second and stderr is a terminal, shows what is in progress, in a line
 * that is removed afterwards. The work can update the text.
 */
export async function withProgress<T>(
  { stderr }: Pick<World, "stderr">,
  text: string,
  work: (say: (text: string) => void) => Promise<T>,
): Promise<T> {
  if (!stderr.isTTY) return work(() => {});
  let current = text;
  let shown = false;
  const show = (): void => {
    shown = true;
    stderr.write(`\r\u001b[K${current} …`);
  };
  const timer = setTimeout(show, patience);
  try {
    return await work((next) => {
      current = next;
      if (shown) show();
    });
  } finally {
    clearTimeout(timer);
    if (shown) stderr.write("\r\u001b[K");
  }
}
