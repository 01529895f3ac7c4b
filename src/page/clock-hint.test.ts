import { expect, test } from 'vitest';
import { createWords } from '../words/words.svelte';
import { clockHint } from '../features/equipment/pieces/clock-hint';

const now = Date.parse('2026-06-01T12:00:00Z');
const minutes = (count: number): number => now + count * 60_000;

test('who writes a time is told when the clock of the device is wrong, ahead or behind', async () => {
  const words = await createWords({ languages: ['en'], storage: undefined, root: { lang: '', dir: '' } });
  await words.whole();
  expect([minutes(0), minutes(10), minutes(-10)].map((here) => clockHint(words, now, here))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  for (const here of [minutes(11), minutes(-11)])
    expect(clockHint(words, now, here)).toContain(words.instant(now));
});
