// The command itself refuses an act that a person on a shared device has no right to, whichever screen, link or key asked for it.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandRights, personRights, type CommandRight } from '../domain/person-rights';
import type { RowReader } from '../domain/rules/rows';
import { addAsset } from './add-asset';
import { addTemperatureMapping } from './add-temperature-mapping';
import { attachFile, removeFile, restoreFile } from './attach-file';
import type { CommandContext } from './command';
import { editAsset, removeAsset, restoreAsset } from './edit-asset';
import { importAsset } from './import-asset';
import { importAssets } from './import-assets';
import { finishRound } from './finish-round';
import { mergeAssets, separateAsset } from './merge-assets';
import { updateStatus } from './update-status';
import { updateStatuses } from './update-statuses';
import { voidLog } from './void-log';

const nothing: RowReader = {
  get: () => Promise.resolve(undefined),
  assetsNumbered: () => Promise.resolve([]),
  named: () => Promise.resolve([]),
};

const status = { assetId: 'a', functionalStatus: 'FUNCTIONING' } as const;
const times = { startedAt: '2026-06-01T00:00:00Z', finishedAt: '2026-06-01T01:00:00Z' };
const round = { storeId: 's', ...times, found: [], missing: [], unexpected: [] };
const file = { fileName: 'f', mimeType: 'image/jpeg', totalBytes: 1, sha256: 'x' };

type Tried = (context: CommandContext) => Promise<{ ok: boolean; issues?: { code: string }[] }>;

const commands: Record<string, [CommandRight, ...Tried[]]> = {
  addAsset: ['edit', (c) => addAsset(nothing, { storeId: 's', values: {}, firstLog: {} }, c)],
  editAsset: ['edit', (c) => editAsset(nothing, { id: 'a', values: {} }, c)],
  removeAsset: ['remove', (c) => removeAsset(nothing, { id: 'a' }, c)],
  restoreAsset: ['remove', (c) => restoreAsset(nothing, { id: 'a' }, c)],
  mergeAssets: ['merge', (c) => mergeAssets(nothing, { id: 'a', into: 'b' }, c)],
  separateAsset: ['merge', (c) => separateAsset(nothing, { id: 'a' }, c)],
  finishRound: ['record-status', (c) => finishRound(nothing, round, c)],
  importAsset: ['import', (c) => importAsset(nothing, { storeId: 's', values: {} }, c)],
  importAssets: ['import', (c) => importAssets(nothing, [{ storeId: 's', values: {} }], c)],
  updateStatus: ['record-status', (c) => updateStatus(nothing, status, c)],
  voidLog: ['record-status', (c) => voidLog(nothing, { id: 'l', by: [] }, c)],
  updateStatuses: ['record-status', (c) => updateStatuses(nothing, { updates: [status] }, c)],
  addTemperatureMapping: [
    'record-status',
    (c) => addTemperatureMapping(nothing, { assetId: 'a', comment: 'x' }, c),
  ],
  attachFile: ['edit', (c) => attachFile(nothing, { ownerTable: 'asset', ownerId: 'a', ...file }, c)],
  'attachFile to a log': [
    'record-status',
    (c) => attachFile(nothing, { ownerTable: 'assetLog', ownerId: 'l', ...file }, c),
  ],
  removeFile: ['edit', (c) => removeFile(nothing, { id: 'f' }, c)],
  restoreFile: ['edit', (c) => restoreFile(nothing, { id: 'f' }, c)],
};

/** Only support staff write central data, by rights that central knows. */
const ofCentral = ['importCentralData', 'retireCentralData', 'saveCentralData'];

const context: CommandContext = { now: 0, newId: () => 'id', mode: 'site', storeIds: ['s'] };

async function codes(attempt: Tried, signer?: CommandContext['signer']): Promise<string[]> {
  const result = await attempt({ ...context, ...(signer && { signer }) });
  return result.issues?.map(({ code }) => code) ?? [];
}

test.each(Object.entries(commands))('%s takes its right and no other', async (_, [right, ...attempts]) => {
  // people of a device who may edit may also remove, merge and import
  const asPerson = personRights.find((one) => one === right) ?? 'edit';
  const others = personRights.filter((one) => one !== asPerson);
  for (const attempt of attempts) {
    const refusal = [`person-may-not-${asPerson}`];
    expect(await codes(attempt, { name: 'Lena', rights: others })).toEqual(refusal);
    expect(await codes(attempt, { rights: others })).toEqual(['name-not-chosen']);
    expect(await codes(attempt, { name: 'Lena', rights: personRights, locked: true })).toEqual([
      'device-locked',
    ]);
    expect(await codes(attempt, { name: 'Lena', rights: [asPerson] })).toEqual(await codes(attempt));
    expect(await codes(attempt)).not.toEqual(refusal);
  }
});

test.each(Object.entries(commands))('of staff, %s takes its own right', async (_, [right, ...attempts]) => {
  const others = commandRights.filter((one) => one !== right);
  for (const attempt of attempts) {
    expect(await codes(attempt, { isStaff: true, rights: others })).toEqual(['no-right']);
    // what is brought in is added and edited one by one
    const own = right === 'import' ? [right, 'edit' as const] : [right];
    expect(await codes(attempt, { isStaff: true, rights: own })).toEqual(await codes(attempt));
  }
});

test('every command says what it takes', () => {
  const here = new URL('.', import.meta.url);
  const known = readdirSync(here)
    .filter((name) => !name.includes('.test.'))
    .flatMap((name) => [
      ...readFileSync(new URL(name, here), 'utf8').matchAll(/export const (\w+): Command</g),
    ])
    .map((found) => found[1] ?? '');
  expect(known.toSorted()).toEqual(
    [...ofCentral, ...Object.keys(commands).filter((name) => !name.includes(' '))].toSorted(),
  );
});
