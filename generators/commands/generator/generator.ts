import type { Flag } from "../../options/flag.ts";
import type { Given } from "../../options/settle-options.ts";
import type { CommandInput } from "../command-input.ts";
import type { FlagName } from "../flags.ts";
import type { Asker } from "../terminal/create-asker.ts";

/**
 * A generator: what it asks for, and what it makes of the answers. Commands run it, and plop lists and runs it; neither
 * knows which generator it is.
 */
export interface Generator {
  /** `add rpc` */
  readonly name: string;
  readonly description: string;
  /** The name of its action, which plop prints before the result. */
  readonly action: string;
  /** Its flags, with those of its options. */
  readonly flags: readonly Flag<FlagName>[];
  /** Reads the answers that arguments, flags and files give. */
  readGiven(input: CommandInput): Promise<Given>;
  /** Reads the answers that another program gives. */
  parseGiven(answers: object): Given;
  /** Whether a question is left to ask. */
  needsPrompts(input: CommandInput, given: Given): Promise<boolean>;
  /** Settles the answers and works out what would be written. Writes nothing. */
  propose(sources: ProposalSources): Promise<Proposed>;
}

/** What a generator works on. */
export interface ProposalSources {
  readonly input: CommandInput;
  readonly given: Given;
  /** Null when nothing is asked: missing answers have their defaults, or are an error. */
  readonly asker: Asker | null;
}

/** What a generator would write. Nothing has been written. */
export interface Proposed {
  /** The answers that plop is given. */
  readonly values: object;
  /** Whether a user has to decide about files that exist with other content. */
  readonly conflicts: boolean;
  /** Asks for those decisions; with `confirm`, also shows the files and asks whether to write them. */
  review(asker: Asker, how: { readonly confirm: boolean }): Promise<Proposed>;
  /** Prints what `--dry-run` and `--diff` show. */
  preview(): void;
  /** Writes all or nothing. */
  apply(): Promise<Applied>;
}

/** What a generator has written. */
export interface Applied {
  /** One line about what was written. */
  readonly message: string;
  /** Prints the result of a command. */
  report(): void;
}
