// Counts the tests in the reports of Vitest and Playwright. A suite that died without a report counts as one failure.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

export const vitestReport = 'test-results/vitest.json';
export const playwrightReport = 'test-results/e2e.json';

/** @param {string} file */
export const forget = (file) => rmSync(join(root, file), { force: true });

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A run with a failing exit code, but without a failed test in its report, has failed outside its tests.
 * @param {Count} count
 * @param {number} code the exit code
 * @returns {Count}
 */
const honest = (count, code) => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count);

/**
 * @param {number} code
 * @returns {Count}
 */
export function countVitest(code) {
  const report = read(vitestReport);
  if (report === undefined) return honest({ passed: 0, failed: 0, skipped: 0 }, code);
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = report.testResults;
  const broken = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const count = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return honest(count, code);
}

/**
 * @param {number} code
 * @returns {Count}
 */
export function countPlaywright(code) {
  const stats = read(playwrightReport)?.stats;
  if (stats === undefined) return honest({ passed: 0, failed: 0, skipped: 0 }, code);
  return honest(
    { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
    code,
  );
}

/**
 * The browser tests that passed only when they were tried again: each is a fault of the test or, more often, of the app.
 * @returns {string[]} file and title
 */
export function neededSecondTry() {
  /** @type {(suite: any) => string[]} */
  const within = (suite) => [
    ...(suite.specs ?? [])
      .filter((/** @type {any} */ { tests }) =>
        tests.some((/** @type {any} */ test) => test.status === 'flaky'),
      )
      .map((/** @type {any} */ { file, title }) => `${file}: ${title}`),
    ...(suite.suites ?? []).flatMap(within),
  ];
  return (read(playwrightReport)?.suites ?? []).flatMap(within);
}
