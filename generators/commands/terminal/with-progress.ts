import type { World } from "../world.ts";

const patience = 500;

/**
 * Says what is being waited for, on a terminal's stderr, once it takes more than half a second; the line goes away again. The
 * work may say something more precise.
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
