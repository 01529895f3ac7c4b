// Two projects: `unit` runs in Node; `svelte` mounts components (*.svelte.test.ts) in a simulated page.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const mounted = 'src/**/*.svelte.test.ts';
// Long tests have a command of their own: npm run test:long.
const long = process.env['WAYPOST_LONG'] === undefined ? ['tests/**/long/**'] : [];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          environment: 'node',
          globalSetup: ['tests/support/postgres-run.ts'],
          include: ['src/**/*.test.ts', 'server/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [mounted, 'tests/e2e/**', 'tests/bench/**', ...long],
          testTimeout: 60_000,
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
