import { beforeEach, describe, expect, test } from 'vitest';
import { conflictsOf, foldEntity } from '../change/fold';
import { rowOf } from '../change/row';
import { stamp, type Author } from '../change/stamp';
import type { Change } from '../change/change';
import { currentStatus } from '../domain/asset-log';
import { entityNames, parseKind, type EntityName, type RowOf } from '../domain/entities';
import { rights } from '../domain/rights';
import type { JsonObject } from '../json';
import { nameKey } from '../domain/known-by';
import { isRetired } from '../domain/rules/known-by';
import type { RowReader } from '../domain/rules/rows';
import type { Result } from '../result';
import { addAsset, type AddAssetInput } from './add-asset';
import { attachFile } from './attach-file';
import { addTemperatureMapping } from './add-temperature-mapping';
import type { Command, CommandContext } from './command';
import { editAsset, removeAsset, restoreAsset } from './edit-asset';
import { retireCentralData, saveCentralData } from './save-central-data';
import { updateStatus } from './update-status';
import { updateStatuses } from './update-statuses';

const NOW = Date.parse('2026-06-01T12:00:00Z');

/** A replica in memory: commands are committed as a device would. */
class Replica implements RowReader {
  changes: Change[] = [];
  context: CommandContext = {
    now: NOW,
    newId: () => crypto.randomUUID(),
    mode: 'central',
    storeIds: ['s1'],
    rights,
  };
  private author: Author = { deviceId: 'd1', userId: 'u1', n: 0, clock: { ms: 0, counter: 0 } };

  rowsOf<E extends EntityName>(entity: E): RowOf<E>[] {
    const ids = new Set(
      this.changes
        .filter((change) => parseKind(change.kind)?.entity === entity)
        .map((change) => change.entityId),
    );
    return [...ids].flatMap((id) => this.find(entity, id) ?? []);
  }
  find<E extends EntityName>(entity: E, id: string): RowOf<E> | undefined {
    const fold = foldEntity(
      entity,
      this.changes.filter((change) => change.entityId === id),
    );
    return fold && rowOf(entity, id, fold, { storeId: 's1' });
  }
  statusLoggedAt(assetId: string) {
    const logs = this.rowsOf('assetLog').filter((log) => log.assetId === assetId);
    return Promise.resolve(currentStatus(logs, this.context.now)?.statusLoggedAt);
  }
  get<E extends EntityName>(entity: E, id: string) {
    return Promise.resolve(this.find(entity, id));
  }
  assetsNumbered(storeId: string, assetNumber: string) {
    return Promise.resolve(
      this.rowsOf('asset').filter(
        (row) => row.storeId === storeId && row.assetNumber === assetNumber && !row.deletedAt,
      ),
    );
  }
  named<E extends EntityName>(entity: E, key: string) {
    return Promise.resolve(
      this.rowsOf(entity).filter((row) => !isRetired(row) && nameKey(entity, row) === key),
    );
  }
  async run<I>(command: Command<I>, input: I): Promise<Result<Change[]>> {
    const result = await command(this, input, this.context);
    if (!result.ok) return result;
    const { changes, author } = stamp(result.value, this.author, {
      now: this.context.now,
      newId: () => crypto.randomUUID(),
      foldOf: (id) =>
        entityNames.flatMap(
          (name) =>
            foldEntity(
              name,
              this.changes.filter((change) => change.entityId === id),
            ) ?? [],
        )[0],
    });
    this.author = author;
    this.changes.push(...changes);
    return { ok: true, value: changes };
  }
}

let replica: Replica;
const ids: Record<string, string> = {};

async function made(
  entity: Parameters<typeof saveCentralData>[1]['entity'],
  values: Record<string, unknown>,
): Promise<string> {
  const saved = await replica.run(saveCentralData, { entity, values });
  if (!saved.ok) throw new Error(JSON.stringify(saved.issues));
  return saved.value[0]?.entityId ?? '';
}

beforeEach(async () => {
  replica = new Replica();
  ids['class'] = await made('assetClass', { name: 'Cold chain equipment' });
  ids['category'] = await made('assetCategory', { name: 'Refrigerators', classId: ids['class'] });
  ids['type'] = await made('assetType', { name: 'Ice-lined refrigerator', categoryId: ids['category'] });
  const place = { classId: ids['class'], categoryId: ids['category'], typeId: ids['type'] };
  ids['item'] = await made('catalogueItem', {
    subCatalogue: 'WHO PQS',
    code: 'E003/007',
    model: 'MK 304',
    ...place,
  });
  ids['spare'] = await made('statusReason', {
    functionalStatus: 'NOT_FUNCTIONING',
    reason: 'Needs spare parts',
    commentsRequired: false,
  });
  ids['other'] = await made('statusReason', {
    functionalStatus: 'NOT_FUNCTIONING',
    reason: 'Unknown',
    commentsRequired: true,
  });
});

const fridge = (over: Partial<AddAssetInput> = {}): AddAssetInput => ({
  storeId: 's1',
  values: { assetNumber: 'CCE-1', catalogueItemId: ids['item'] },
  firstLog: { functionalStatus: 'FUNCTIONING' },
  ...over,
});

async function added(input = fridge()): Promise<string> {
  const result = await replica.run(addAsset, input);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value[0]?.entityId ?? '';
}

const codes = (result: Result<unknown>): string[] =>
  result.ok ? [] : result.issues.map((issue) => issue.code);

describe('adding an asset', () => {
  test('[A2] [A5] takes its place from the catalogue item and writes a first log', async () => {
    const id = await added();
    expect(replica.find('asset', id)).toMatchObject({
      assetNumber: 'CCE-1',
      classId: ids['class'],
      typeId: ids['type'],
      storeId: 's1',
    });
    expect(replica.rowsOf('assetLog')).toMatchObject([
      { assetId: id, functionalStatus: 'FUNCTIONING', userId: 'u1' },
    ]);
  });

  test('[A1] a number is needed, and is unique in its store', async () => {
    await added();
    expect(codes(await replica.run(addAsset, fridge()))).toEqual(['asset-number-taken']);
    expect(
      codes(
        await replica.run(addAsset, fridge({ values: { assetNumber: '  ', catalogueItemId: ids['item'] } })),
      ),
    ).toContain('missing-field');
  });

  test('a text longer than a form takes is refused here, where a person can shorten it', async () => {
    const values = { assetNumber: 'X', catalogueItemId: ids['item'], notes: 'x'.repeat(4001) };
    expect(codes(await replica.run(addAsset, fridge({ values })))).toContain('too-long');
  });

  test('[A2] a type of another category is refused', async () => {
    const room = await made('assetCategory', { name: 'Cold rooms', classId: ids['class'] });
    const values = { assetNumber: 'X', classId: ids['class'], categoryId: room, typeId: ids['type'] };
    expect(codes(await replica.run(addAsset, fridge({ values })))).toEqual(['type-not-of-category']);
  });

  test.each([
    [
      '[A3] warranty',
      { warrantyStart: '2026-02-01', warrantyEnd: '2026-01-01' },
      'warranty-ends-before-start',
    ],
    [
      '[A3] replacement',
      { installationDate: '2026-02-01', replacementDate: '2026-01-01' },
      'replaced-before-installed',
    ],
  ])('%s: dates are in order', async (_name, dates, code) => {
    const values = { assetNumber: 'X', catalogueItemId: ids['item'], ...dates };
    expect(codes(await replica.run(addAsset, fridge({ values })))).toEqual([code]);
  });

  test('nothing of it is made when its first log is wrong', async () => {
    const before = replica.changes.length;
    expect(
      codes(await replica.run(addAsset, fridge({ firstLog: { functionalStatus: 'NOT_FUNCTIONING' } }))),
    ).toEqual(['reason-missing']);
    expect(replica.changes.length).toBe(before);
  });

  test('a store that is not here is refused', async () => {
    expect(codes(await replica.run(addAsset, fridge({ storeId: 's9' })))).toEqual(['store-not-here']);
  });
});

describe('recording a status', () => {
  test.each([
    ['[L1] a status is needed', {}, ['status-missing']],
    [
      '[L2] NOT_FUNCTIONING needs a reason',
      { functionalStatus: 'NOT_FUNCTIONING' as const },
      ['reason-missing'],
    ],
    [
      '[L5] not in the future',
      { functionalStatus: 'FUNCTIONING' as const, loggedAt: '2026-06-02T00:00:00.000Z' },
      ['logged-in-future'],
    ],
    [
      '[L5] in the past',
      { functionalStatus: 'FUNCTIONING' as const, loggedAt: '2026-05-26T00:00:00.000Z' },
      [],
    ],
  ])('%s', async (_name, input, expected) => {
    expect(codes(await replica.run(updateStatus, { assetId: await added(), ...input }))).toEqual(expected);
  });

  test('[L5] what lies a little ahead of central has happened now, so that the next status comes after it', async () => {
    const assetId = await added();
    const ahead = { functionalStatus: 'FUNCTIONING' as const, loggedAt: '2026-06-01T12:04:00.000Z' };
    const result = await replica.run(updateStatus, { assetId, ...ahead });
    const { loggedAt, createdAt } = (result.ok && result.value[0]?.patch) || {};
    expect(loggedAt).toBe(createdAt);
  });

  test('many assets get one log each, or none of them any', async () => {
    const [one, two] = [
      await added(),
      await added(fridge({ values: { assetNumber: 'CCE-2', catalogueItemId: ids['item'] } })),
    ];
    const broken = { functionalStatus: 'NOT_FUNCTIONING' as const };
    const half = [
      { assetId: one, ...broken, reasonId: ids['spare'] ?? '' },
      { assetId: two, ...broken },
    ];
    const refusedOnes = await replica.run(updateStatuses, { updates: half });
    expect(refusedOnes).toEqual({
      ok: false,
      issues: [{ code: 'reason-missing', field: 'reasonId', data: { assetId: two } }],
    });
    const both = half.map((update) => ({ ...update, reasonId: ids['spare'] ?? '' }));
    const result = await replica.run(updateStatuses, { updates: both });
    expect(result.ok && result.value.map(({ kind, patch }) => [kind, patch['assetId']])).toEqual([
      ['assetLog.add', one],
      ['assetLog.add', two],
    ]);
  });

  test('a temperature mapping is a log of its own that leaves the status as it is', async () => {
    const assetId = await added();
    const result = await replica.run(addTemperatureMapping, {
      assetId,
      comment: ' 2.1 to 7.4 °C, warm by the door ',
    });
    expect(result.ok && result.value[0]).toMatchObject({
      kind: 'assetLog.add',
      patch: { type: 'TEMPERATURE_MAPPING', comment: '2.1 to 7.4 °C, warm by the door', assetId },
    });
    expect(currentStatus(replica.rowsOf('assetLog'), NOW)?.functionalStatus).toBe('FUNCTIONING');
    expect(codes(await replica.run(addTemperatureMapping, { assetId, comment: '  ' }))).toEqual([
      'missing-field',
    ]);
    const tomorrow = { assetId, comment: 'x', loggedAt: '2026-06-02T12:00:00.000Z' };
    expect(codes(await replica.run(addTemperatureMapping, tomorrow))).toEqual(['logged-in-future']);
  });

  test('a temperature mapping keeps the dates of the first and the latest where the programme has properties for them', async () => {
    const assetId = await added();
    const mapping = (loggedAt: string) =>
      replica.run(addTemperatureMapping, { assetId, comment: 'warm by the door', loggedAt });
    const dates = () => replica.find('asset', assetId)?.properties;
    await mapping('2026-05-01T12:00:00.000Z');
    expect(dates()).toEqual({});
    const { categoryId = '' } = replica.find('asset', assetId) ?? {};
    for (const key of ['initial_mapping_date', 'most_recent_mapping_date']) {
      const patch = { key, name: key, valueType: 'DATE', categoryId };
      const by = { userId: 'u1', deviceId: 'd2', n: 1, hlc: '1770000000000-0000-d2' };
      const of = { id: `${key}-made`, kind: 'assetProperty.create', entityId: `${key}-cr` };
      replica.changes.push({ ...by, ...of, patch });
    }
    await mapping('2026-05-10T12:00:00.000Z');
    expect(dates()).toEqual({
      initial_mapping_date: '2026-05-10',
      most_recent_mapping_date: '2026-05-10',
    });
    await mapping('2026-05-20T12:00:00.000Z');
    await mapping('2026-05-05T12:00:00.000Z');
    expect(dates()).toEqual({
      initial_mapping_date: '2026-05-05',
      most_recent_mapping_date: '2026-05-20',
    });
    const same = await mapping('2026-05-20T13:00:00.000Z');
    expect(same.ok && same.value.map(({ kind }) => kind)).toEqual(['assetLog.add']);
  });

  test('[L3] a reason belongs to its status', async () => {
    const result = await replica.run(updateStatus, {
      assetId: await added(),
      functionalStatus: 'FUNCTIONING',
      reasonId: ids['spare'] ?? '',
    });
    expect(codes(result)).toEqual(['reason-not-of-status']);
  });

  test('[L4] a reason may demand a comment, and a blank is none', async () => {
    const input = {
      assetId: await added(),
      functionalStatus: 'NOT_FUNCTIONING' as const,
      reasonId: ids['other'] ?? '',
    };
    expect(codes(await replica.run(updateStatus, { ...input, comment: '   ' }))).toEqual(['comment-missing']);
    expect(codes(await replica.run(updateStatus, { ...input, comment: 'no light, no sound' }))).toEqual([]);
  });

  test('[R4] a retired reason cannot be chosen', async () => {
    await replica.run(retireCentralData, { entity: 'statusReason', id: ids['spare'] ?? '', retired: true });
    const input = {
      assetId: await added(),
      functionalStatus: 'NOT_FUNCTIONING' as const,
      reasonId: ids['spare'] ?? '',
    };
    expect(codes(await replica.run(updateStatus, input))).toEqual(['unknown-reason']);
  });

  test('[L6] the asset must be known', async () => {
    expect(
      codes(await replica.run(updateStatus, { assetId: 'nobody', functionalStatus: 'FUNCTIONING' })),
    ).toEqual(['unknown-asset']);
  });
});

describe('editing an asset', () => {
  test('says only what differs', async () => {
    const id = await added();
    const result = await replica.run(editAsset, {
      id,
      values: { assetNumber: 'CCE-1', notes: ' by the door ' },
    });
    expect(result.ok && result.value[0]?.patch).toEqual({ notes: 'by the door' });
    expect(codes(await replica.run(editAsset, { id, values: { notes: 'by the door' } }))).toEqual([]);
    expect(replica.changes.filter((change) => change.kind === 'asset.edit')).toHaveLength(1);
  });

  test('[A4] a locked field is refused', async () => {
    const values = {
      assetNumber: 'L',
      catalogueItemId: ids['item'],
      serialNumber: 'SN1',
      lockedFields: ['serialNumber'],
    };
    const id = await added(fridge({ values }));
    expect(codes(await replica.run(editAsset, { id, values: { serialNumber: 'SN2' } }))).toEqual([
      'locked-field',
    ]);
  });

  test('an old fault does not keep a person from mending something else', async () => {
    const id = await added();
    const second = await added(fridge({ values: { assetNumber: 'CCE-2', catalogueItemId: ids['item'] } }));
    replica.changes.push(...clashing(second));
    expect(codes(await replica.run(editAsset, { id, values: { notes: 'still here' } }))).toEqual([]);
  });

  test('[F4] removing and bringing back', async () => {
    const id = await added();
    await replica.run(removeAsset, { id });
    expect(replica.find('asset', id)?.deletedAt).toBeDefined();
    expect(codes(await replica.run(updateStatus, { assetId: id, functionalStatus: 'FUNCTIONING' }))).toEqual([
      'already-removed',
    ]);
    await replica.run(restoreAsset, { id });
    expect(replica.find('asset', id)?.deletedAt).toBeUndefined();
  });

  test('a removal says why, and bringing back takes that back too', async () => {
    const id = await added();
    await replica.run(removeAsset, { id, removedFor: 'MISTAKE' });
    expect(replica.find('asset', id)).toMatchObject({ removedFor: 'MISTAKE' });
    await replica.run(restoreAsset, { id });
    expect(replica.find('asset', id)?.removedFor).toBeUndefined();
  });

  test('a conflict of one property is settled by saying the value that stands already', async () => {
    const id = await added();
    await replica.run(editAsset, { id, values: { properties: { litres: 105, grade: 'A' } } });
    const result = await replica.run(editAsset, {
      id,
      values: { properties: { litres: 105 } },
      settles: ['properties.litres'],
    });
    expect(result.ok && result.value[0]?.patch).toEqual({ properties: { litres: 105 } });
  });
});

/** A change by another author at the same time, unseen: the same number or code. */
function clashing(
  entityId: string,
  entity = 'asset',
  patch: JsonObject = { assetNumber: 'CCE-1' },
): Change[] {
  const hlc = `${String(NOW + 1)}-0000-d2`;
  return [
    {
      id: crypto.randomUUID(),
      hlc,
      userId: 'u2',
      deviceId: 'd2',
      n: 1,
      kind: `${entity}.edit`,
      entityId,
      patch,
    },
  ];
}

describe('central data', () => {
  test('[R1] is refused everywhere but on the central server', async () => {
    replica.context = { ...replica.context, mode: 'site' };
    expect(
      codes(
        await replica.run(saveCentralData, {
          entity: 'item',
          values: { code: 'P', name: 'Paracetamol', unit: 'tablet' },
        }),
      ),
    ).toEqual(['central-only']);
    expect(codes(await replica.run(retireCentralData, { entity: 'item', id: 'x', retired: true }))).toEqual([
      'central-only',
    ]);
  });

  test.each([
    ['item', { code: 'P', name: 'Paracetamol', unit: 'tablet' }, { code: ' p ' }, {}, 'code-taken'],
    [
      'assetProperty',
      { key: 'litres', name: 'Litres', valueType: 'FLOAT' },
      {},
      { typeId: 'type' },
      'code-taken',
    ],
    ['assetClass', { name: 'Énergie' }, { name: 'ENERGIE' }, {}, 'name-taken'],
    ['assetCategory', { name: 'Carriers', classId: 'class' }, {}, { classId: 'otherClass' }, 'name-taken'],
    ['assetType', { name: 'Freezer', categoryId: 'category' }, {}, { categoryId: 'other' }, 'name-taken'],
    [
      'statusReason',
      { functionalStatus: 'NOT_IN_USE', reason: 'Stored', commentsRequired: false },
      { commentsRequired: true },
      { functionalStatus: 'DECOMMISSIONED' },
      'name-taken',
    ],
  ] as const)(
    '[R8] no two %s in use are known by the same, and what is retired gives its name free',
    async (entity, values, alike, elsewhere, code) => {
      ids['otherClass'] = await made('assetClass', { name: 'Transport' });
      const otherCategory = { name: 'Trucks', classId: ids['otherClass'] };
      ids['other'] = await made('assetCategory', otherCategory);
      const placed = (said: object) =>
        Object.fromEntries(
          Object.entries(said).map(([field, value]) => [
            field,
            field.endsWith('Id') ? (ids[String(value)] ?? value) : value,
          ]),
        );
      const save = (said: object) => replica.run(saveCentralData, { entity, values: placed(said) });
      const first = await made(entity, placed(values));
      const twin = { ...values, ...alike };
      expect(codes(await save(twin))).toEqual([code]);
      if (Object.keys(elsewhere).length > 0)
        expect(codes(await save({ ...values, ...elsewhere }))).toEqual([]);

      await replica.run(retireCentralData, { entity, id: first, retired: true });
      expect(codes(await save(twin))).toEqual([]);
      const back = await replica.run(retireCentralData, { entity, id: first, retired: false });
      expect(codes(back)).toEqual([code]);
    },
  );

  test('a new record has the id that it is given, which no other of central data has', async () => {
    const save = (givenId: string, code: string) =>
      replica.run(saveCentralData, { entity: 'item', givenId, values: { code, name: code, unit: 'dose' } });
    const made = await save('24E0B2A4B9A94F5C9F6C0A2D7B3C1E55', 'BCG');
    expect(made).toMatchObject({ ok: true, value: [{ entityId: '24E0B2A4B9A94F5C9F6C0A2D7B3C1E55' }] });
    expect(codes(await save('24E0B2A4B9A94F5C9F6C0A2D7B3C1E55', 'OPV'))).toEqual(['id-taken']);
    expect(codes(await save(ids['class'] ?? '', 'OPV'))).toEqual(['id-taken']);
    for (const wrong of ['', 'two words', 'a/b', 'x'.repeat(65)])
      expect(codes(await save(wrong, 'OPV'))).toEqual(['id-not-valid']);
  });

  test('[R2] a code is unique in its sub-catalogue', async () => {
    const place = { classId: ids['class'], categoryId: ids['category'], typeId: ids['type'] };
    const twin = { subCatalogue: 'WHO PQS', code: 'E003/007', model: 'Twin', ...place };
    expect(codes(await replica.run(saveCentralData, { entity: 'catalogueItem', values: twin }))).toEqual([
      'code-taken',
    ]);
    expect(
      codes(
        await replica.run(saveCentralData, {
          entity: 'catalogueItem',
          values: { ...twin, subCatalogue: 'General' },
        }),
      ),
    ).toEqual([]);
  });

  test('[R8] what two gave out unseen keeps nobody from mending something else', async () => {
    const item = { name: 'Paracetamol', unit: 'tablet' };
    const first = await made('item', { ...item, code: 'P' });
    const second = await made('item', { ...item, code: 'Q' });
    replica.changes.push(...clashing(second, 'item', { code: 'P' }));
    const save = (values: object) =>
      replica.run(saveCentralData, { entity: 'item', id: first, values: { ...values } });
    expect(codes(await save({ unit: 'sachet' }))).toEqual([]);
    expect(codes(await save({ code: ' p ', unit: 'sachet' }))).toEqual(['code-taken']);
    expect(codes(await save({ code: 'R' }))).toEqual([]);
    expect(codes(await save({ code: 'P' }))).toEqual(['code-taken']);
  });

  test.each([0, -1])('[R3] a pack of %d is refused', async (packSize) => {
    const itemId = await made('item', { code: 'P', name: 'Paracetamol', unit: 'tablet' });
    const values = { itemId, shortName: 'box', longName: 'Box', packSize, isActive: true };
    expect(codes(await replica.run(saveCentralData, { entity: 'packVariant', values }))).toEqual([
      'pack-size-not-positive',
    ]);
  });

  test('an edit of one property leaves the others to whoever edits them', async () => {
    const id = ids['item'] ?? '';
    await replica.run(saveCentralData, {
      entity: 'catalogueItem',
      id,
      values: { properties: { volume: 105 } },
    });
    const result = await replica.run(saveCentralData, {
      entity: 'catalogueItem',
      id,
      values: { properties: { volume: 105, grade: 'A' } },
    });
    expect(result.ok && result.value[0]?.patch).toEqual({ properties: { grade: 'A' } });
  });

  test('[F3] a choice between two unseen edits is said even where that value stands already', async () => {
    const id = ids['item'] ?? '';
    const unseen = (n: number, patch: Change['patch']): Change => ({
      id: crypto.randomUUID(),
      hlc: `${String(NOW - n)}-0000-d2`,
      userId: 'u2',
      deviceId: 'd2',
      n,
      kind: 'catalogueItem.edit',
      entityId: id,
      patch,
    });
    await replica.run(saveCentralData, {
      entity: 'catalogueItem',
      id,
      values: { model: 'MK 305', properties: { volume: 105 } },
    });
    replica.changes.push(unseen(1, { model: 'MK 306' }), unseen(2, { properties: { volume: 104 } }));
    const conflicts = () => {
      const fold = foldEntity(
        'catalogueItem',
        replica.changes.filter((change) => change.entityId === id),
      );
      return fold ? conflictsOf(fold).map(({ field }) => field) : [];
    };
    expect(conflicts().sort()).toEqual(['model', 'properties.volume']);
    const settles = ['model', 'properties.volume'];
    const values = { model: 'MK 305', properties: { volume: 104 } };
    await replica.run(saveCentralData, { entity: 'catalogueItem', id, values, settles });
    expect(conflicts()).toEqual([]);
    expect(replica.find('catalogueItem', id)).toMatchObject(values);
  });
});

describe('programme settings', () => {
  const settings = (values: Record<string, unknown>) =>
    replica.run(saveCentralData, { entity: 'programmeSettings', values });

  test('[R6] are one record, made when somebody first sets something, then edited; only what differs is said', async () => {
    const first = await settings({ takesVideos: false });
    expect(first).toMatchObject({
      value: [
        { kind: 'programmeSettings.create', entityId: 'programme-settings', patch: { takesVideos: false } },
      ],
    });
    const next = await settings({ takesVideos: false, largestFileMegabytes: 10 });
    expect(next).toMatchObject({
      value: [{ kind: 'programmeSettings.edit', patch: { largestFileMegabytes: 10 } }],
    });
    expect(replica.find('programmeSettings', 'programme-settings')).toMatchObject({
      takesVideos: false,
      takesPhotos: true,
      largestFileMegabytes: 10,
    });
  });

  test('[R6] a size out of range is refused, and so is retiring them', async () => {
    for (const largestFileMegabytes of [0, 101])
      expect(await settings({ largestFileMegabytes })).toMatchObject({
        issues: [
          { code: 'number-out-of-range', field: 'largestFileMegabytes', data: { least: 1, most: 100 } },
        ],
      });
    await settings({ takesVideos: false });
    const retired = { entity: 'programmeSettings', id: 'programme-settings', retired: true } as const;
    expect(await replica.run(retireCentralData, retired)).toMatchObject({ issues: [{ code: 'not-found' }] });
  });

  test('[R1] [R5] only who manages sites may set them, on the central server', async () => {
    replica.context.rights = ['edit-catalogue', 'edit-reasons', 'edit-variants'];
    expect(await settings({ takesPdfs: false })).toMatchObject({ issues: [{ code: 'no-right' }] });
    replica.context.mode = 'site';
    expect(await settings({ takesPdfs: false })).toMatchObject({ issues: [{ code: 'central-only' }] });
  });

  test('[R7] a file beyond them is not attached, alone or with a status', async () => {
    const ownerId = await added();
    const photo = {
      fileName: 'a.jpg',
      mimeType: 'image/jpeg',
      totalBytes: 3 * 1024 * 1024,
      sha256: 'a'.repeat(64),
    };
    const attach = (file: Partial<typeof photo>) =>
      replica.run(attachFile, { ownerTable: 'asset', ownerId, ...photo, ...file });
    expect((await attach({})).ok).toBe(true);
    await settings({ largestFileMegabytes: 2, takesVideos: false });
    expect(await attach({})).toMatchObject({ issues: [{ code: 'file-too-large', data: { megabytes: 2 } }] });
    const video = { mimeType: 'video/mp4', totalBytes: 1000 };
    expect(await attach(video)).toMatchObject({ issues: [{ code: 'file-kind-not-taken' }] });
    const input = { assetId: ownerId, functionalStatus: 'FUNCTIONING' as const, files: [photo] };
    expect(await replica.run(updateStatus, input)).toMatchObject({ issues: [{ code: 'file-too-large' }] });
  });
});
