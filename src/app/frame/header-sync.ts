/** The words of the header on sync. It never claims more than is true: with something waiting it never says that all is stored. */
import type { Progress } from '../../replica/records';

interface SyncFacts {
  progress: Progress | undefined;
  /** changes that central has not stored */
  waiting: number;
  /** refused changes that nobody has looked at yet */
  problems: number;
  /** photos and documents that central does not have */
  files: number;
}

export type HeaderSync =
  | { state: 'attention' | 'sending' | 'starting' }
  | { state: 'waiting' | 'files'; count: number; offline: boolean }
  | { state: 'offline'; since: number }
  | { state: 'stored'; at: number };

export function headerSync({ progress, waiting, problems, files }: SyncFacts): HeaderSync {
  if (problems > 0 || progress?.state === 'attention') return { state: 'attention' };
  if (waiting > 0 && progress?.state === 'working') return { state: 'sending' };
  // Both matter to a person: how much waits, and that nothing can go.
  const offline = progress?.state === 'offline';
  if (waiting > 0) return { state: 'waiting', count: waiting, offline };
  if (files > 0) return { state: 'files', count: files, offline };
  return withNothingWaiting(progress);
}

function withNothingWaiting(progress: Progress | undefined): HeaderSync {
  if (progress?.state === 'offline')
    return { state: 'offline', since: progress.lastSuccess ?? progress.since };
  if (progress?.lastSuccess === undefined) return { state: 'starting' };
  return { state: 'stored', at: progress.lastSuccess };
}
