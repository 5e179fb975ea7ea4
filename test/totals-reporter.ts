import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Prints `N passed, N failed` alone on the last line, the form that CI systems read. */
export class TotalsReporter implements Reporter {
  #line: string | undefined;

  onInit(): void {
    // On exit, because other reporters and late warnings would otherwise follow it.
    process.once('exit', () => {
      if (this.#line !== undefined) process.stdout.write(`${this.#line}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const passed = states.filter((state) => state === 'passed').length;
    const failed = states.filter((state) => state === 'failed').length;
    // A file that cannot be loaded has no tests that could fail: count the file.
    const broken = modules.filter((module) => module.errors().length > 0).length;
    this.#line = `${passed} passed, ${failed + broken + unhandledErrors.length} failed`;
  }
}
