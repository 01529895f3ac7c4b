// The static checks: what each is called and the command that does it.

/** @typedef {{ name: string, command: string, args: string[] }} Check */

/**
 * @param {string} name
 * @param {string} project
 * @returns {Check}
 */
const types = (name, project) => ({
  name: `types: ${name}`,
  command: 'tsc',
  args: ['--pretty', 'false', '-p', project],
});

/** The slowest first, so that two cores end at about the same time. @type {Check[]} */
export const checks = [
  { name: 'lint', command: 'eslint', args: ['.', '--max-warnings', '0'] },
  {
    name: 'types: app',
    command: 'svelte-check',
    args: ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  types('tests and scripts', 'tsconfig.tests.json'),
  types('server', 'tsconfig.server.json'),
  types('shared, with no DOM and no Node', 'src/shared/tsconfig.json'),
  types('service worker', 'tsconfig.sw.json'),
  {
    name: 'boundaries',
    command: 'depcruise',
    args: ['src', 'server', 'tests', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
  },
  { name: 'sizes', command: 'node', args: ['scripts/check-sizes.mjs'] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '--cache', '.'] },
];
