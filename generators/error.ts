/** Exit statuses of the command line. 130 (interrupted) is set by the signal handler alone. */
export const exitStatus = {
  done: 0,
  failed: 1,
  usage: 2,
  found: 3,
  interrupted: 130,
} as const;

interface UserErrorOptions {
  /** What to do about it, one line. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Exit status; `failed` (1) unless the command line itself is at fault (`usage`, 2). */
  readonly status?: (typeof exitStatus)[keyof typeof exitStatus];
}

/** A mistake the user can mend: printed as one or two lines. Every other error is a bug and keeps its stack. */
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
