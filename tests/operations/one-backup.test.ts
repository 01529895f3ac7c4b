/** Two backups at once would take each other's copies away: the second is refused, and the first is whole. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../server/config';
import { openTarget } from '../../server/operations/backup/open-target';
import { findBackup, unpack } from '../../server/operations/backup/read-backup';
import { stampsIn } from '../../server/operations/backup/manifest';
import { commands } from '../../server/operations/commands';
import { startCentral } from '../../server/start-central';

const folder = mkdtempSync(join(tmpdir(), 'waypost-two-backups-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(folder, 'f-'));

test.each(['', 'a passphrase of some length'])('two at once, with the passphrase %j', async (passphrase) => {
  const read = readConfig({ DATA_DIR: newFolder(), PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' });
  if (!read.ok) throw new Error(read.line);
  const { config } = read;
  const central = await startCentral({ ...config, loadsStarterData: true });
  const to = newFolder();
  const secret = passphrase === '' ? undefined : passphrase;
  const given = {
    config,
    words: [to],
    back: false,
    passphrase: secret,
    now: Date.now,
    note: () => undefined,
  };
  const backUp = async (): Promise<unknown> => commands.get('backup')?.run(given);
  try {
    const results = await Promise.allSettled([backUp(), backUp()]);
    const failed = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(failed).toEqual(['StartError: Another backup is under way here: wait until it has ended.']);
    expect(await stampsIn(await openTarget(to, config))).toHaveLength(1);
    await unpack(await findBackup(to, config, secret), newFolder());
    await backUp();
    expect(await stampsIn(await openTarget(to, config))).toHaveLength(2);
  } finally {
    await central.close();
  }
});
