/** Checks that there is a backup that is young enough, and that it was opened once. */
import type { Config } from '../../config';
import type { LastBackup } from '../backup/last-backup';
import { DAY, type Finding } from './finding';

const REHEARSED_WITHIN = 14 * DAY;

/** `problem`: the reason why no backup can be taken at the place that is set. */
export const lookAtPlace = (
  { backupTo }: Pick<Config, 'backupTo'>,
  problem: string | undefined,
): Finding[] =>
  backupTo === undefined
    ? []
    : [
        {
          about: 'place of backups',
          state: problem === undefined ? 'good' : 'bad',
          line: problem ?? `${backupTo} is there and takes them.`,
        },
      ];

/** `now` in milliseconds. */
export function lookAtBackups(
  { backupTo, backupEvery }: Pick<Config, 'backupTo' | 'backupEvery'>,
  { time, to = '', rehearsedAt }: LastBackup,
  now: number,
): Finding[] {
  if (time === undefined) {
    const hint =
      backupTo === undefined ? 'Set BACKUP_TO, or run backup TO.' : 'The first one is still to come.';
    return [{ about: 'backup', state: 'bad', line: `There is none. ${hint}` }];
  }
  const age = now - Date.parse(time);
  const isOld = age > 2 * backupEvery;
  const isRehearsed = rehearsedAt !== undefined && now - Date.parse(rehearsedAt) < REHEARSED_WITHIN;
  return [
    {
      about: 'backup',
      state: isOld ? 'bad' : 'good',
      line: `The last good one is ${Math.floor(age / 3_600_000)} hours old, in ${to}.`,
    },
    {
      about: 'rehearsal',
      state: isRehearsed ? 'good' : 'warning',
      line: isRehearsed
        ? `Done at ${rehearsedAt}.`
        : 'No backup was opened in the last two weeks: run rehearse.',
    },
  ];
}
