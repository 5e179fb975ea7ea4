import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { TotalsReporter } from './test/totals-reporter.ts';

export default defineConfig({
  // Vite warns of every source map without its source, of which the language service has a hundred.
  logLevel: 'error',
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'scripts/**/*.test.ts'],
    // One for each core, and no fewer than two: end-to-end tests mostly wait for processes of their own.
    pool: 'threads',
    maxWorkers: Math.max(2, availableParallelism()),
    // Its modules import JSON and each other in ways that only a bundler resolves.
    server: { deps: { inline: [/@actions\/(?:languageservice|workflow-parser|expressions)/] } },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 5_000,
    reporters: ['default', new TotalsReporter()],
    passWithNoTests: false,
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
