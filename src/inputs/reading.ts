/** What became of an input: its value, or every problem with it. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

type Values<T> = {
  readonly [Name in keyof T]: T[Name] extends Reading<infer Value> ? Value : never;
};

/** Wraps a value that fits. */
export function valid<T>(value: T): Reading<T> {
  return { ok: true, value };
}

/** Wraps problems; each names its input and says what to change. */
export function invalid(...problems: readonly string[]): Reading<never> {
  return { ok: false, problems };
}

/** Goes on with the value; problems stay as they are. */
export function andThen<T, U>(reading: Reading<T>, next: (value: T) => Reading<U>): Reading<U> {
  return reading.ok ? next(reading.value) : reading;
}

/** All values under their names, or all problems of all readings: none hides another. */
export function combine<T extends Readonly<Record<string, Reading<unknown>>>>(
  readings: T,
): Reading<Values<T>> {
  const problems = Object.values(readings).flatMap(problemsOf);
  if (problems.length > 0) return invalid(...problems);
  const entries = Object.entries(readings).map(([name, reading]) => [name, valueOf(reading)]);
  return valid(Object.fromEntries(entries));
}

/** All values in order, or all problems of all readings. */
export function combineList<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  const problems = readings.flatMap(problemsOf);
  if (problems.length > 0) return invalid(...problems);
  return valid(readings.flatMap((reading) => (reading.ok ? [reading.value] : [])));
}

/** The problems, none when the value fits. */
export function problemsOf(reading: Reading<unknown>): readonly string[] {
  return reading.ok ? [] : reading.problems;
}

/** The value, or `undefined` when there are problems. */
export function valueOf<T>(reading: Reading<T>): T | undefined {
  return reading.ok ? reading.value : undefined;
}
