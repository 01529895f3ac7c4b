/** The step of the files: they go after the data and by themselves, so it counts on while cycles come and go. Pure. */
import type { FileCopy, Step } from '../replica/records';

/** Files of this device that central does not have; thumbnails go with theirs and are not counted. */
export interface FilesStand {
  waiting: number;
  /** the reason why central does not take one of them */
  failedFor?: string;
  isPaused: boolean;
  /** the reason why nothing goes to central at all */
  heldFor?: string;
}

export function standOf(unsent: readonly FileCopy[], isPaused: boolean): FilesStand {
  const files = unsent.filter(({ isThumbnail }) => !isThumbnail);
  const failed = files.find(({ state }) => state === 'failed');
  return {
    waiting: files.filter(({ state }) => state === 'waiting').length,
    ...(failed && { failedFor: failed.errorCode ?? 'unknown' }),
    isPaused,
  };
}

export function filesStep(before: Step, { waiting, failedFor, isPaused, heldFor }: FilesStand): Step {
  const { done, total } = countedOn(before, waiting);
  const step = { name: before.name, done, total };
  if (failedFor !== undefined) return { ...step, state: 'failed', errorCode: failedFor };
  if (waiting > 0 && heldFor !== undefined) return { ...step, state: 'failed', errorCode: heldFor };
  if (waiting === 0) return { ...step, state: 'done' };
  return isPaused ? { ...step, state: 'waiting', notice: 'files-paused' } : { ...step, state: 'working' };
}

/** Counts waiting files that were not there before as new, and files that are gone as sent. After all were sent, the count starts again. */
function countedOn({ state, done, total }: Step, waiting: number): { done: number; total: number } {
  if (state === 'done' && waiting > 0) return { done: 0, total: waiting };
  const sum = Math.max(total, done + waiting);
  return { done: sum - waiting, total: sum };
}

/** For a new cycle: files that were sent before it do not count. */
export const filesStepForNewCycle = (before: Step): Step =>
  before.state === 'done' ? { ...before, done: 0, total: 0 } : before;
