/** Exit statuses of the command line. 130 stands for every interruption: by a signal, or by Ctrl-C at a prompt. */
export const exitStatus = {
  done: 0,
  failed: 1,
  usage: 2,
  found: 3,
  interrupted: 130,
} as const;

interface UserErrorOptions {
  /** What the user can do about it, in one line. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** The exit status: `failed` unless another is given. `usage` is for mistakes on the command line. */
  readonly status?: (typeof exitStatus)[keyof typeof exitStatus];
}

/**
 * An error that the user can fix, printed in one or two lines. Every other error is a bug and is printed with its
 * stack.
 */
export class UserError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly status: number;

  constructor(code: string, message: string, options: UserErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "UserError";
    this.code = code;
    this.hint = options.hint;
    this.status = options.status ?? exitStatus.failed;
  }
}
