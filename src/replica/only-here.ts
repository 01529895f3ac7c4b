/** The data that exist on this device only, and would be lost with it: counted before a person erases it. */
import type { ReplicaDatabase } from './database';
import { waitingCount } from './changes/waiting';
import { unsentFiles } from './files/waiting-files';

interface OnlyHere {
  changes: number;
  /** photos and documents; a thumbnail comes with one of them */
  files: number;
  /** records that central did not accept */
  problems: number;
}

export async function onlyHere(db: ReplicaDatabase): Promise<OnlyHere> {
  const [changes, files, problems] = await Promise.all([
    waitingCount(db),
    unsentFiles(db),
    db.problems.filter(({ change }) => change !== undefined).count(),
  ]);
  return { changes, files: files.filter(({ isThumbnail }) => !isThumbnail).length, problems };
}

export const isNothing = ({ changes, files, problems }: OnlyHere): boolean =>
  changes + files + problems === 0;
