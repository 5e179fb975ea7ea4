import { defineConfig } from 'vitest/config';

/** The tests beside the sources that are mutated: quick, and enough on their own. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/{policy,scan,http,inputs}/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 1,
    testTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
