// The files that a person chose belong to the record that is being saved, however long it takes to make them ready.
import { expect, test } from 'vitest';
import { FilesComing } from './files-coming.svelte';

const later = () => {
  let end: (ok: boolean) => void = () => undefined;
  const work = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  return { work, end };
};

test('nothing on its way: whoever saves goes on at once', async () => {
  const coming = new FilesComing();
  expect(coming.count).toBe(0);
  await expect(coming.arrived()).resolves.toBe(true);
});

test('whoever saves waits for all, and for those that are chosen meanwhile', async () => {
  const coming = new FilesComing();
  const [first, second] = [later(), later()];
  coming.take(2, first.work);
  let arrived = false;
  const waiting = coming.arrived().then((all) => {
    arrived = true;
    return all;
  });
  coming.take(1, second.work);
  expect(coming.count).toBe(3);
  first.end(true);
  await first.work;
  await Promise.resolve();
  expect(arrived).toBe(false);
  second.end(true);
  await expect(waiting).resolves.toBe(true);
  expect(coming.count).toBe(0);
});

test('one that could not be made ready is told to whoever waits, once', async () => {
  const coming = new FilesComing();
  const [bad, broken] = [later(), Promise.reject<boolean>(new Error('crashed'))];
  coming.take(1, bad.work);
  coming.take(1, broken);
  const waiting = coming.arrived();
  bad.end(false);
  await expect(waiting).resolves.toBe(false);
  expect(coming.count).toBe(0);
  await expect(coming.arrived()).resolves.toBe(true);
});
