// The browser tests: real Chromium against the real built server, which each test starts for itself (tests/e2e/fixtures).
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';
import { playwrightReport } from './scripts/test-reports.mjs';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  // Long tests have a command of their own: npm run test:long.
  testIgnore: process.env['WAYPOST_LONG'] === undefined ? '**/long/**' : [],
  outputDir: 'test-results/e2e',
  workers: 2,
  fullyParallel: true,
  // A second try distinguishes a fault that comes by chance from one that is always there. `npm test` names the tests that needed it.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  // Long enough for a machine that is busy with other work: a test that reaches it hangs.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: playwrightReport }]],
  use: {
    // A thing that is pressed is there by then, or it is not coming: reported at once, rather than at the end of the test.
    actionTimeout: 60_000,
    browserName: 'chromium',
    // Every step recorded takes a third of the whole run's time: only a second try is.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-quic',
        '--no-first-run',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
