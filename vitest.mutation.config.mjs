import { configDefaults, defineConfig } from 'vitest/config';

/**
 * The tests beside the sources that are mutated: quick, and enough on their own. Files of properties alone are left
 * out: they run everything thousands of times, for every mutant anew, and whether chance meets it differs by run.
 */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/{policy,scan,http,inputs}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.property.test.ts'],
    pool: 'threads',
    maxWorkers: 1,
    testTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
