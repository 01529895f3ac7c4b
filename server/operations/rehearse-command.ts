/** `rehearse`: restores the newest backup elsewhere, folds it, and compares it with the running server. Changes nothing here. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted, countedAre } from '../counted';
import { StartError } from '../start-error';
import { openSqliteDatabase } from '../database/sqlite/open-database';
import { filesOfBackup } from './backup/kept-files';
import { readSome, type ReadSome } from './backup/read-some';
import { findBackup, unpack, type FoundBackup } from './backup/read-backup';
import type { Command, Given, Outcome } from './command';
import { compare, type Compared } from './compare-databases';
import { LOG } from './data-files';
import { lastBackupsOf, readOwnDatabase } from './data-dir-in-use';

/** The longest time for making the rows from the log, milliseconds. */
const FOLDING_MS = 24 * 60 * 60 * 1000;

export const rehearse: Command = {
  usage: 'rehearse [FROM]',
  does: 'opens the newest backup elsewhere, folds it, and compares it with the running server',
  run: async (given) => {
    const { config, passphrase, now } = given;
    const last = lastBackupsOf(config);
    const from = given.words[0] ?? config.backupTo ?? (await last.read()).to;
    if (from === undefined) throw new StartError('Say where from: rehearse FROM, or set BACKUP_TO.');
    const found = await findBackup(from, config, passphrase);
    const folder = await mkdtemp(join(tmpdir(), 'waypost-rehearse-'));
    try {
      const began = now();
      await unpack(found, folder);
      const restoreMs = now() - began;
      const result = await compareWith(found, folder, given);
      if (result.exitCode === undefined) await last.note({ rehearsedAt: new Date(now()).toISOString() });
      return {
        ...result,
        lines: [
          ...result.lines,
          `A restore takes about ${restoreMs} ms for the databases and ${result.some.msForAll} ms for the files, where none are here.`,
        ],
        data: { ...result.data, restoreMs, filesMs: result.some.msForAll },
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function compareWith(
  found: FoundBackup,
  folder: string,
  { config, now }: Given,
): Promise<Outcome & { some: ReadSome }> {
  const running = await readOwnDatabase(config);
  const restored = await openSqliteDatabase({ path: join(folder, LOG) });
  try {
    await restored.following.reached(undefined, FOLDING_MS);
    const compared = await compare(restored, running);
    const files = await filesOfBackup(found);
    const missing = await missingFiles(found, files);
    for (const sha256 of missing) files.delete(sha256);
    const some = await readSome(found, files, { now });
    return { ...outcomeOf(found, compared, missing, some), some };
  } finally {
    await restored.close();
    await running.close();
  }
}

/** Files that the backup names and that do not lie in its place. */
async function missingFiles(found: FoundBackup, files: ReadonlyMap<string, number>): Promise<string[]> {
  const kept = new Set((await found.target.list('files')).map((name) => name.split('/').at(-1) ?? ''));
  const { suffix } = found.sealing;
  return [...files.keys()].filter((sha256) => !kept.has(`${sha256}${suffix}`));
}

function outcomeOf(
  { stamp, manifest }: FoundBackup,
  compared: Compared,
  missing: string[],
  { read, damaged }: ReadSome,
): Outcome {
  const folded = Object.values(compared.counts).reduce((sum, count) => sum + count, 0);
  const isGood =
    compared.isPrefix && compared.differences.length === 0 && missing.length + damaged.length === 0;
  return {
    lines: [
      `The backup ${stamp} opens: ${counted(compared.changes, 'change')}, ${counted(folded, 'record')} folded.`,
      compared.isPrefix
        ? `All of them are those of the running server, which has ${compared.newer} newer ones.`
        : 'Its changes are not those of the running server: it is of another server, or one of the two was restored.',
      ...compared.differences.map(
        ({ entity, restored, running }) => `${entity}: ${restored} restored, ${running} here`,
      ),
      ...(missing.length > 0 ? [`${countedAre(missing.length, 'file')} missing in the backup.`] : []),
      `Of its files ${read} ${read === 1 ? 'was' : 'were'} read, by chance; ${damaged.length === 0 ? 'none is damaged' : `damaged: ${damaged.join(', ')}`}.`,
    ],
    data: { ok: isGood, stamp, time: manifest.time, ...compared, folded, missing, read, damaged },
    ...(!isGood && { exitCode: 1 }),
  };
}
