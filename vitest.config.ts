// Three projects: `pure` and `unit` run in Node; `svelte` mounts components (*.svelte.test.ts) in a simulated page.
import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const mounted = 'src/**/*.svelte.test.ts';
// Functions of their arguments: nothing of one file is left for the next, so all share one loading of the modules.
const pure = ['shared', 'words', 'features', 'page', 'ui', 'capture', 'scan', 'central-api'].map(
  (folder) => `src/${folder}/**/*.test.ts`,
);
// Long tests have a command of their own: npm run test:long.
const long = process.env['WAYPOST_LONG'] === undefined ? ['tests/**/long/**'] : [];

// How many times as many runs as ever (tests/support/more-runs.ts).
const moreRuns = Number(process.env['WAYPOST_RUNS'] ?? 1);
const testTimeout = 60_000 * moreRuns;
const setupFiles = ['tests/support/more-runs-of-properties.ts'];

export default defineConfig({
  test: {
    testTimeout,
    hookTimeout: 60_000,
    // By default one core is left alone. Much of the time tests wait: for a disk, a timer, another process.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'pure',
          environment: 'node',
          include: pure,
          exclude: [mounted],
          isolate: false,
          testTimeout,
          setupFiles,
        },
      },
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          environment: 'node',
          globalSetup: ['tests/support/built-server-run.ts', 'tests/support/postgres-run.ts'],
          include: ['src/**/*.test.ts', 'server/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [mounted, ...pure, 'tests/e2e/**', 'tests/bench/**', ...long],
          testTimeout,
          setupFiles,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [svelte()],
        // Components need Svelte's browser build to be mounted.
        resolve: { conditions: ['browser'] },
        test: { name: 'svelte', environment: 'jsdom', include: [mounted] },
      },
    ],
  },
});
