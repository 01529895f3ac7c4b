/** With `--json` a program reads every failure of a command in the one shape of errors, whatever kept it from its work. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { operate } from './own-server';

const empty = (): string => mkdtempSync(join(tmpdir(), 'waypost-none-'));

test.each([
  ['data that are not there', ['verify'], {}, 'not-done', /DATA_DIR/],
  ['a setting that is wrong', ['doctor'], { PORT: 'eighty' }, 'not-done', /^PORT /],
  ['an option that is none', ['doctor', '--fast'], {}, 'not-done', /--fast/],
  ['a command that is none', ['doctore'], {}, 'unknown-command', /doctore/],
])('%s', async (_what, args, env, code, message) => {
  const answer = await operate(empty(), [...args, '--json'], env);
  expect([answer.code, answer.data]).toEqual([
    1,
    { error: { code, message: expect.stringMatching(message) as unknown } },
  ]);
});
