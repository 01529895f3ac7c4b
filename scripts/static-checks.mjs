// The static checks: the name of each, and its command.

/** @typedef {{ name: string, command: string, args: string[] }} Check */

/** The findings of a tool about files that have not changed since are kept there. */
const cache = 'node_modules/.cache';

/**
 * @param {string} name
 * @param {string} project
 * @returns {Check}
 */
const types = (name, project) => ({
  name: `types: ${name}`,
  command: 'tsc',
  args: [
    ...['--pretty', 'false', '-p', project, '--incremental'],
    ...['--tsBuildInfoFile', `${cache}/tsc/${name.replace(/\W+/g, '-')}.tsbuildinfo`],
  ],
});

/** @param {string} file */
const cached = (file) => ['--cache', '--cache-strategy', 'content', '--cache-location', `${cache}/${file}`];

/** The slowest first, so that two cores end at about the same time. @type {Check[]} */
export const checks = [
  {
    name: 'format',
    command: 'prettier',
    args: ['--check', '--log-level', 'warn', ...cached('prettier/.prettier-cache'), '.'],
  },
  {
    name: 'lint: components',
    command: 'eslint',
    args: [
      'src/**/*.svelte',
      'src/**/*.svelte.ts',
      'server/http/routes',
      '--max-warnings',
      '0',
      ...cached('eslint/components'),
    ],
  },
  {
    name: 'boundaries',
    command: 'depcruise',
    args: [
      ...['src', 'server', 'tests', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
      ...['--cache', `${cache}/dependency-cruiser`, '--cache-strategy', 'content'],
    ],
  },
  {
    name: 'types: app',
    command: 'svelte-check',
    args: ['--tsgo', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings'] },
  types('tests and scripts', 'tsconfig.tests.json'),
  types('server', 'tsconfig.server.json'),
  types('shared, with no DOM and no Node', 'src/shared/tsconfig.json'),
  types('service worker', 'src/start/service-worker/tsconfig.json'),
  { name: 'sizes', command: 'node', args: ['scripts/check-sizes.mjs'] },
];
