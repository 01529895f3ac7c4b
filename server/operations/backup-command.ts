/** `backup TO`: takes a backup now, and drops the oldest where BACKUP_KEEP limits their number. */
import { join } from 'node:path';
import { counted, countedAre } from '../counted';
import { holdFolder } from '../data-dir';
import { StartError } from '../start-error';
import { dropOldBackups } from './backup/drop-old';
import { openTarget } from './backup/open-target';
import { takeBackup } from './backup/take-backup';
import type { BackupTarget } from './backup/target';
import type { Command, Given, Outcome } from './command';
import { demandLog, lastBackupsOf } from './data-dir-in-use';
import { BACKING_UP } from './data-files';

export const backup: Command = {
  usage: 'backup TO',
  does: 'takes a backup of everything, while the server runs, into a folder or s3://bucket/prefix',
  run: async (given) => {
    const { config, words } = given;
    const to = words[0] ?? config.backupTo;
    if (to === undefined) throw new StartError('Say where to: backup TO, or set BACKUP_TO.');
    const target = await openTarget(to, config);
    if (config.databaseUrl === undefined) demandLog(config);
    // another would take its copies away, and drop the files that it counts on
    const release = await holdFolder(join(config.dataDir, BACKING_UP));
    if (!release) throw new StartError('Another backup is under way here: wait until it has ended.');
    try {
      return await backUp(given, to, target);
    } finally {
      release();
    }
  },
};

async function backUp(
  { config, passphrase, now }: Given,
  to: string,
  target: BackupTarget,
): Promise<Outcome> {
  const { stamp, manifest } = await takeBackup({ config, target, passphrase, now });
  await lastBackupsOf(config).note({
    time: manifest.time,
    to: target.label,
    sequence: manifest.sequence,
  });
  const isScheduledPlace = to === config.backupTo;
  const dropped = isScheduledPlace ? await dropOldBackups(target, config.backupKeep, passphrase) : 0;
  const { files, sequence, isSealed, ms } = manifest;
  const damaged = files.damaged.length;
  return {
    lines: [
      `Backed up ${counted(sequence, 'change')} and ${counted(files.count, 'file')} to ${target.label} as ${stamp} in ${ms} ms${isSealed ? ', encrypted' : ''}.`,
      ...(damaged > 0 ? [`${countedAre(damaged, 'file')} damaged and not in the backup: run verify.`] : []),
      ...(dropped > 0 ? [`Dropped ${counted(dropped, 'older backup')}.`] : []),
    ],
    data: { ok: true, to: target.label, stamp, time: manifest.time, sequence, manifest, dropped },
  };
}
