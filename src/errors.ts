/**
 * Why something could not be done.
 *
 * - `input`: an input is missing, malformed or contradictory
 * - `configuration`: the services say that what the inputs name does not exist or belongs to somebody else
 * - `permission`: the key or token is not allowed to
 * - `missing-call`: this installation does not have the call
 * - `redirect`, `login-page`: something in front of the service answered instead of it
 * - `timed-out`: the clock that the question serves ended while the service kept answering
 * - `unreachable`: the clock ended without one complete answer
 * - `unrecognised`: an answer that nobody knows how to read
 * - `gone`: there before, not there now
 * - `ended`: the waiting ended early because another finding had already decided
 * - `cancelled`: a signal ended the run
 * - `output-file`: a summary or output file could not be written
 * - `bug`: a mistake in Image Gate itself
 */
export type ProblemCode =
  | 'input'
  | 'configuration'
  | 'permission'
  | 'missing-call'
  | 'redirect'
  | 'login-page'
  | 'timed-out'
  | 'unreachable'
  | 'unrecognised'
  | 'gone'
  | 'ended'
  | 'cancelled'
  | 'output-file'
  | 'bug';

/**
 * The one error that Image Gate throws on purpose. Its message is a clause that reads well after
 * "Inconclusive: ": what was tried, what came back, what to change; never a secret, never raw server text.
 */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly code: ProblemCode;
  /** HTTP status that led here, where one did. */
  readonly status: number | undefined;

  constructor(code: ProblemCode, message: string, options?: { cause?: unknown; status?: number }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options?.status;
  }
}

/** Any thrown thing as a `GateError`; what was not thrown on purpose is a bug and says so. */
export function toGateError(thrown: unknown): GateError {
  if (thrown instanceof GateError) return thrown;
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new GateError('bug', `Image Gate itself failed (${name}); please report it`, {
    cause: thrown,
  });
}
