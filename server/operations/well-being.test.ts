import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { wellBeing } from './well-being';

test('all who ask at once whether it can write wait for one answer, and the next ask anew', async () => {
  const answers: ((yes: boolean) => void)[] = [];
  const canWrite = () => new Promise<boolean>((resolve) => answers.push(resolve));
  const database = { canWrite, following: { behind: () => Promise.resolve(0) } };
  const being = wellBeing(
    { dataDir: tmpdir() },
    database as unknown as Parameters<typeof wellBeing>[1],
    { read: () => Promise.resolve({}) },
    undefined,
  );
  const asked = Array.from({ length: 50 }, () => being.canWrite());
  expect(answers).toHaveLength(1);
  answers[0]?.(false);
  expect(new Set(await Promise.all(asked))).toEqual(new Set([false]));
  const next = being.canWrite();
  answers[1]?.(true);
  expect(await next).toBe(true);
});

test('however often anyone asks, the records of sites are counted once in some seconds', async () => {
  let asked = 0;
  let isGone = true;
  const inbox = {
    count: async () => {
      asked += 1;
      if (isGone) throw new Error('no database');
      return { waiting: 1, kept: 2 };
    },
  };
  const canWrite = () => Promise.resolve(true);
  const database = { canWrite, v6: { inbox }, following: { behind: () => Promise.resolve(0) } };
  const being = wellBeing(
    { dataDir: tmpdir() },
    database as unknown as Parameters<typeof wellBeing>[1],
    { read: () => Promise.resolve({}) },
    undefined,
  );
  await expect(being.v6Records()).rejects.toThrow('no database');
  isGone = false;
  for (let call = 0; call < 10; call++) expect(await being.v6Records()).toEqual({ waiting: 1, kept: 2 });
  expect(asked).toBe(2);
  expect(await being.freeBytes()).toBeGreaterThan(0);
});
