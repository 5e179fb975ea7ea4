/** Time and chance as an argument, so that tests can hold both still. */
export interface Clock {
  /** Monotonic milliseconds: deadlines and intervals, unmoved by changes of the system's clock. */
  now(): number;
  /** Epoch milliseconds: comparisons with times that services send. */
  wall(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
