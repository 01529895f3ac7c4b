import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from './change';
import { conflictsOf, foldEntity, type Fold } from './fold';
import { formatHlc } from './hlc';
import { grownRow, rowOf } from './row';
import { stamp, type Author } from './stamp';

const DEVICES = ['d1', 'd2', 'd3'];
const FIELDS = ['notes', 'serialNumber', 'donor'] as const;

function changeOf(index: number, over: Partial<Change> = {}): Change {
  const deviceId = DEVICES[index % DEVICES.length] ?? 'd1';
  return {
    id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    hlc: formatHlc({ ms: 1_700_000_000_000 + index, counter: 0, deviceId }),
    userId: 'u',
    deviceId,
    n: index + 1,
    kind: 'asset.edit',
    entityId: 'asset-1',
    patch: {},
    ...over,
  };
}

/** Any set of changes of one asset: creates and edits, hlcs in any relation, bases that name some of the earlier values. */
const changeSets = fc
  .array(
    fc.record({
      ms: fc.integer({ min: 0, max: 20 }),
      device: fc.constantFrom(...DEVICES),
      verb: fc.constantFrom(
        'asset.create',
        'asset.edit',
        'asset.edit',
        'asset.remove',
        'asset.dance',
        'assetLog.add',
      ),
      fields: fc.dictionary(fc.constantFrom(...FIELDS), fc.option(fc.constantFrom('x', 'y', 'z'))),
      properties: fc.option(fc.dictionary(fc.constantFrom('volume', 'grade'), fc.option(fc.integer()))),
      seen: fc.array(fc.nat(20), { maxLength: 4 }),
    }),
    { maxLength: 12 },
  )
  .map((specs) =>
    specs.reduce<Change[]>((made, spec, index) => {
      const hlc = formatHlc({ ms: 1_700_000_000_000 + spec.ms, counter: index, deviceId: spec.device });
      const patch = { ...spec.fields, ...(spec.properties && { properties: spec.properties }) };
      const seen = spec.seen.flatMap((at) => (made[at] ? [made[at].hlc] : []));
      const base = Object.fromEntries(
        [...FIELDS, 'properties.volume', 'properties.grade'].map((field) => [field, seen]),
      );
      return [...made, changeOf(index, { hlc, deviceId: spec.device, kind: spec.verb, patch, base })];
    }, []),
  );

function seenAs(changes: Iterable<Change>): unknown {
  const fold = foldEntity('asset', changes);
  return (
    fold && {
      row: rowOf('asset', 'asset-1', fold, { storeId: 's' }),
      conflicts: byField(fold),
      last: fold.last.id,
      surplus: fold.surplus,
    }
  );
}

const byField = (fold: Fold): unknown =>
  conflictsOf(fold)
    .map(({ field, winner, others }) => ({ field, winner, others: others.map((write) => write.changeId) }))
    .sort((a, b) => (a.field < b.field ? -1 : 1));

describe('an entity is a function of the set of its changes', () => {
  test('[F1] in any order, with any repetition, the same rows and the same conflicts', () => {
    fc.assert(
      fc.property(
        changeSets.chain((changes) =>
          fc.tuple(
            fc.constant(changes),
            fc.shuffledSubarray(changes, { minLength: changes.length }),
            fc.shuffledSubarray(changes),
          ),
        ),
        ([changes, shuffled, again]) => {
          expect(seenAs([...shuffled, ...again])).toEqual(seenAs(changes));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('[F1] merging two replicas’ sets is commutative, associative and idempotent, across documents too', () => {
    fc.assert(
      fc.property(changeSets, fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), (changes, document) => {
        const [a, b, c] = [0, 1, 2].map((name) => changes.filter((_, index) => document[index] === name));
        const union = (...sets: (Change[] | undefined)[]): Change[] => sets.flatMap((set) => set ?? []);
        expect(seenAs(union(a, b))).toEqual(seenAs(union(b, a)));
        expect(seenAs(union(union(a, b), c))).toEqual(seenAs(union(a, union(b, c))));
        expect(seenAs(union(a, a))).toEqual(seenAs(union(a)));
      }),
      { numRuns: 300 },
    );
  });
});

const create = changeOf(0, { kind: 'asset.create', patch: { assetNumber: 'A-1', notes: 'new' } });
const base = (field: string, ...seen: Change[]): Partial<Change> => ({
  base: { [field]: seen.map((change) => change.hlc) },
});

describe('per field the greatest hlc wins; what nobody saw is an open conflict', () => {
  const left = changeOf(1, { patch: { notes: 'left' }, ...base('notes', create) });
  const right = changeOf(2, { patch: { notes: 'right' }, ...base('notes', create) });

  test('[F2] an edit that names what it saw leaves no conflict', () => {
    expect(byFieldOf([create, left])).toEqual([]);
  });

  test('[F2] two edits of one value: the later wins, the earlier stays to be looked at', () => {
    const fold = foldEntity('asset', [right, create, left]);
    expect(fold && rowOf('asset', 'asset-1', fold)?.notes).toBe('right');
    expect(byFieldOf([create, left, right])).toMatchObject([{ field: 'notes', others: [left.id] }]);
  });

  test('[F2] an edit that names both settles it', () => {
    const settled = changeOf(3, { patch: { notes: 'left' }, ...base('notes', left, right) });
    expect(byFieldOf([settled, left, right, create])).toEqual([]);
  });

  test('[F2] two people who wrote the same value have no conflict', () => {
    const same = changeOf(2, { patch: { notes: 'left' }, ...base('notes', create) });
    expect(byFieldOf([create, left, same])).toEqual([]);
  });

  test('[F2] a change cannot hide one that sorts after it', () => {
    const early = changeOf(1, { patch: { notes: 'early' }, ...base('notes', create, right) });
    expect(byFieldOf([create, early, right])).toMatchObject([{ field: 'notes', others: [early.id] }]);
  });
});

const byFieldOf = (changes: Change[]): unknown => {
  const fold = foldEntity('asset', changes);
  return fold && byField(fold);
};

describe('rows', () => {
  test('[F3] an entity is not shown while only edits of it have arrived', () => {
    const fold = foldEntity('asset', [changeOf(1, { patch: { notes: 'x' } })]);
    expect(fold && rowOf('asset', 'asset-1', fold)).toBeUndefined();
  });

  test('[F3] null clears a field', () => {
    const fold = foldEntity('asset', [create, changeOf(1, { patch: { notes: null } })]);
    expect(fold && rowOf('asset', 'asset-1', fold)).not.toHaveProperty('notes');
  });

  test('[F4] nothing is deleted: removal sets deletedAt, and an edit can bring it back', () => {
    const removed = changeOf(1, { kind: 'asset.remove' });
    const fold = foldEntity('asset', [create, removed]);
    expect(fold && rowOf('asset', 'asset-1', fold)?.deletedAt).toBe(
      new Date(1_700_000_000_001).toISOString(),
    );
    const back = foldEntity('asset', [create, removed, changeOf(2, { patch: { deletedAt: null } })]);
    expect(back && rowOf('asset', 'asset-1', back)).not.toHaveProperty('deletedAt');
  });
});

test('[C6] a field of a newer app may be called as something that every object has', () => {
  const create = changeOf(0, { kind: 'asset.create', patch: { assetNumber: 'A' } });
  const edit = changeOf(1, { patch: { constructor: 'a', toString: 'b' }, base: {} });
  expect(seenAs([create, edit])).toMatchObject({ row: { assetNumber: 'A' }, last: edit.id });
});

test('[F5] a log is said once: a later entry under its id changes nothing', () => {
  const first = changeOf(0, { kind: 'assetLog.add', patch: { functionalStatus: 'FUNCTIONING' } });
  const forged = changeOf(1, {
    kind: 'assetLog.add',
    patch: { functionalStatus: 'UNSERVICEABLE', comment: 'forged' },
  });
  const fold = foldEntity('assetLog', [forged, first]);
  expect(fold && rowOf('assetLog', 'asset-1', fold)).toMatchObject({ functionalStatus: 'FUNCTIONING' });
  expect(fold?.surplus).toEqual([forged]);
});

test('[F8] a log keeps what it said, under the id that its reason has now', () => {
  const said = { functionalStatus: 'NOT_FUNCTIONING', reasonId: 'former', comment: 'no sun' };
  const first = changeOf(0, { kind: 'assetLog.add', userId: 'nurse', patch: said });
  const rekey = changeOf(1, { kind: 'assetLog.rekey', userId: 'central', patch: { reasonId: 'now' } });
  const fold = foldEntity('assetLog', [rekey, first]);
  expect(fold && rowOf('assetLog', 'asset-1', fold)).toMatchObject({
    ...said,
    reasonId: 'now',
    userId: 'nurse',
    createdAt: '2023-11-14T22:13:20.000Z',
  });
});

test('[F7] time, author and store are known from the changes themselves, where no patch says them', () => {
  const edit = changeOf(7, { patch: { notes: 'x' } });
  const asset = foldEntity('asset', [edit, create]);
  expect(asset && rowOf('asset', 'asset-1', asset, { storeId: 's7' })).toMatchObject({
    createdAt: '2023-11-14T22:13:20.000Z',
    modifiedAt: '2023-11-14T22:13:20.007Z',
    storeId: 's7',
  });
  const log = foldEntity('assetLog', [changeOf(2, { kind: 'assetLog.add', userId: 'nurse' })]);
  expect(log && rowOf('assetLog', 'asset-1', log)).toMatchObject({ userId: 'nurse' });
});

test('[F6] two people who fill in two properties both keep theirs', () => {
  const volume = changeOf(1, { patch: { properties: { volume: 105 } } });
  const grade = changeOf(2, { patch: { properties: { grade: 'A' } } });
  const fold = foldEntity('asset', [create, grade, volume]);
  expect(fold && rowOf('asset', 'asset-1', fold)?.properties).toEqual({ volume: 105, grade: 'A' });
  expect(fold && conflictsOf(fold)).toEqual([]);
});

test('[F6] two people who name a reason in two languages both are heard, and a name that is cleared is gone', () => {
  const kind = (verb: string) => `statusReason.${verb}`;
  const made = changeOf(0, { kind: kind('create'), patch: { reason: 'Lack of power' } });
  const french = changeOf(1, { kind: kind('edit'), patch: { nameIn: { fr: 'Manque d’électricité' } } });
  const arabic = changeOf(2, { kind: kind('edit'), patch: { nameIn: { ar: 'انقطاع الكهرباء' } } });
  const cleared = changeOf(3, {
    kind: kind('edit'),
    patch: { nameIn: { fr: null } },
    base: { 'nameIn.fr': [french.hlc] },
  });
  const rowAfter = (...changes: Change[]) => {
    const fold = foldEntity('statusReason', changes);
    return fold && rowOf('statusReason', 'asset-1', fold);
  };
  const both = rowAfter(arabic, made, french);
  expect(both?.nameIn).toEqual({ fr: 'Manque d’électricité', ar: 'انقطاع الكهرباء' });
  expect(both && grownRow('statusReason', both, cleared)).toEqual(rowAfter(cleared, arabic, made, french));
  expect(rowAfter(made, french, cleared)).not.toHaveProperty('nameIn');
});

describe('stamping', () => {
  const author: Author = { deviceId: 'd1', userId: 'u', n: 4, clock: { ms: 0, counter: 0 } };
  const context = (changes: Change[]) => ({
    now: 1_700_000_001_000,
    newId: () => crypto.randomUUID(),
    foldOf: () => foldEntity('asset', changes),
  });

  test('[C2] a device counts its changes, and each names the values its author saw', () => {
    const drafts = [{ kind: 'asset.edit', entityId: 'asset-1', patch: { notes: 'a', donor: 'b' } }];
    const { changes, author: after } = stamp(drafts, author, context([create]));
    expect(changes[0]).toMatchObject({ n: 5, deviceId: 'd1', base: { notes: [create.hlc] } });
    expect(changes[0]?.base).not.toHaveProperty('donor');
    expect(after.n).toBe(5);
  });

  test('[C2] a settling draft names every open value', () => {
    const other = changeOf(1, { patch: { notes: 'other' } });
    const drafts = [{ kind: 'asset.edit', entityId: 'asset-1', patch: { notes: 'new' }, settles: ['notes'] }];
    const { changes } = stamp(drafts, author, context([create, other]));
    expect(changes[0]?.base?.['notes']).toEqual([create.hlc, other.hlc]);
  });
});
