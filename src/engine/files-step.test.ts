import { expect, test } from 'vitest';
import type { FileCopy, Step } from '../replica/records';
import { filesStep, filesStepForNewCycle, standOf } from './files-step';

const fresh: Step = { name: 'files', state: 'waiting', done: 0, total: 0 };
const stands = (...waiting: number[]): Step =>
  waiting.reduce((step, count) => filesStep(step, { waiting: count, isPaused: false }), fresh);

test('with nothing to send the step is done, and counts nothing', () => {
  expect(stands(0)).toEqual({ name: 'files', state: 'done', done: 0, total: 0 });
});

test('what is sent counts as done, what comes meanwhile counts in the total', () => {
  expect(stands(3)).toMatchObject({ state: 'working', done: 0, total: 3 });
  expect(stands(3, 1)).toMatchObject({ state: 'working', done: 2, total: 3 });
  expect(stands(3, 1, 2)).toMatchObject({ state: 'working', done: 2, total: 4 });
  expect(stands(3, 1, 2, 0)).toMatchObject({ state: 'done', done: 4, total: 4 });
});

test('after all was sent, and with each cycle after that, it counts anew', () => {
  expect(stands(3, 0, 2)).toMatchObject({ state: 'working', done: 0, total: 2 });
  expect(filesStepForNewCycle(stands(3, 0))).toMatchObject({ state: 'done', done: 0, total: 0 });
  expect(filesStepForNewCycle(stands(3, 1))).toEqual(stands(3, 1));
});

test('a pause is said, and ends', () => {
  const paused = filesStep(stands(3), { waiting: 2, isPaused: true });
  expect(paused).toEqual({ ...fresh, done: 1, total: 3, notice: 'files-paused' });
  expect(filesStep(paused, { waiting: 2, isPaused: false })).toEqual({
    ...fresh,
    state: 'working',
    done: 1,
    total: 3,
  });
});

test('why nothing goes to central is said where files wait', () => {
  const held = filesStep(stands(3), { waiting: 2, isPaused: false, heldFor: 'told-another-central' });
  expect(held).toMatchObject({ state: 'failed', errorCode: 'told-another-central', done: 1, total: 3 });
  expect(filesStep(held, { waiting: 2, isPaused: false })).not.toHaveProperty('errorCode');
  expect(filesStep(held, { waiting: 0, isPaused: false, heldFor: 'told-another-central' }).state).toBe(
    'done',
  );
});

test('a file that central does not take fails the step with its reason, while others go on', () => {
  const failed = filesStep(stands(3), { waiting: 1, failedFor: 'file-too-large', isPaused: false });
  expect(failed).toMatchObject({ state: 'failed', errorCode: 'file-too-large', done: 2, total: 3 });
  expect(filesStep(failed, { waiting: 0, isPaused: false })).toEqual({
    ...fresh,
    state: 'done',
    done: 3,
    total: 3,
  });
});

test('thumbnails go with their files and are not counted', () => {
  const copy = (about: Partial<FileCopy>): FileCopy => ({
    ...{ sha256: 'a', storeId: 's', fileName: 'a.jpg', mimeType: 'image/jpeg', size: 1, sent: 0 },
    ...{ isThumbnail: false, state: 'waiting', addedAt: 0, openedAt: 0, failures: 0, ...about },
  });
  const unsent = [
    copy({}),
    copy({ isThumbnail: true }),
    copy({ state: 'failed', errorCode: 'file-too-large' }),
  ];
  expect(standOf(unsent, false)).toEqual({ waiting: 1, failedFor: 'file-too-large', isPaused: false });
});
