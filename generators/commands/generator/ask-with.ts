import type { Ask } from "../../options/settle-options.ts";
import type { Asker } from "../terminal/create-asker.ts";
import { noAsk } from "../terminal/no-ask.ts";

/** Asks on the terminal if there is one, and never for one of no choices. */
export function askWith(asker: Asker | null, how: Parameters<typeof noAsk>[0]): Ask {
  const refuse = noAsk(how);
  if (asker === null) return refuse;
  return (question) => (question.choices?.length === 0 ? refuse(question) : asker.ask(question));
}
