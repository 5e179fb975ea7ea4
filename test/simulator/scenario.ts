import type { World } from './world.ts';

/** A named state of both services, and what a gate must make of it. */
export interface Scenario {
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  readonly expect: {
    readonly verdict: 'passed' | 'failed' | 'inconclusive';
    /** Matches the reason sentence, loosely. */
    readonly reason: RegExp;
    /** Where the exit code does not follow from the verdict alone. */
    readonly exitCode?: number;
  };
  /** Fresh state for each start. */
  readonly world: () => World;
  /** Inputs of the action that differ from the usual ones; `{host}` stands for the simulator's host and port. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Inputs that are not given at all. */
  readonly without?: readonly string[];
  /** Answers are malformed on purpose and exempt from the published description. */
  readonly malformed?: true;
}
