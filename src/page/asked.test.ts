import { expect, test } from 'vitest';
import { accepted, refused, type Result } from '#shared/result';
import { Asked } from './asked.svelte';

test('asking again keeps what is known until the answer comes, and when none comes', async () => {
  const answers: Result<string>[] = [accepted('one'), refused({ code: 'offline' }), accepted('two')];
  const asked = new Asked<string>(() => Promise.resolve(answers.shift() ?? refused({ code: 'internal' })));
  expect([asked.loading, asked.value]).toEqual([true, undefined]);
  await Promise.resolve();
  await Promise.resolve();
  expect([asked.loading, asked.value]).toEqual([false, 'one']);
  await asked.again();
  expect([asked.issue?.code, asked.value]).toEqual(['offline', 'one']);
  await asked.again();
  expect([asked.issue, asked.value]).toEqual([undefined, 'two']);
});
