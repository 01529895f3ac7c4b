import { describe, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import type { Struct } from '#shared/change/codec/read';
import { encodeBody } from '#shared/change/codec/struct';
import { judge, type Verdict } from './judge';
import { toCandidates, type Writer } from './offer';
import type { KnownChanges } from './known-changes';

const OWN = 7;
const FORMER = 6;
const OTHER = 8;
const NOBODY = 99;
const DOCUMENT = 'store/s1/2026';

const device: Writer = { clientIds: [OWN, FORMER], mayWrite: true, isCentral: false, name: 'd1' };
const reader: Writer = { ...device, mayWrite: false };
const central: Writer = { ...device, isCentral: true };

function changeOf(number: number, parts: Partial<Change> = {}): Change {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    hlc: `${1_780_000_000_000 + number}-0000-d1`,
    userId: 'u1',
    deviceId: 'd1',
    n: number + 1,
    kind: 'asset.create',
    entityId: `a${number}`,
    patch: { assetNumber: `F-${number}` },
    ...parts,
  };
}

function structOf(change: Change, clock: number, client = OWN, parts: object = {}): Struct {
  const body = encodeBody(change);
  return { type: 'change', client, clock, key: change.id, value: change, bytes: body.length, body, ...parts };
}

interface Known {
  heads?: Record<number, number>;
  at?: Record<string, Change>;
  byId?: Change[];
  stores?: Record<string, string[]>;
}

const worldOf = ({ heads = {}, at = {}, byId = [], stores = {} }: Known): KnownChanges => ({
  head: (_document, client) => heads[client] ?? 0,
  at: ({ client, clock }) => at[`${client}/${clock}`],
  changeById: (id) => byId.find((change) => change.id === id),
  storesOf: ({ entity, id }) => stores[`${entity}/${id}`] ?? [],
  beyond: new Set(),
  isRegistered: (client) => client !== NOBODY,
});

const judged = (structs: Struct[], known: Known = {}, writer = device, document = DOCUMENT): Verdict =>
  judge({ document, writer, structs: toCandidates(structs, document) }, worldOf(known));

const summary = ({ accepted, refused, hasGap }: Verdict) => ({
  accepted: accepted.map(({ client, clock, change }) => [client, clock, change.n - 1]),
  refused: refused.map(({ code, changeIds }) => [code, ...changeIds]),
  hasGap,
});

const c = [0, 1, 2, 3].map((number) => changeOf(number));
const [c0 = changeOf(0), c1 = changeOf(1), c2 = changeOf(2)] = c;

const nothing = { accepted: [], refused: [], hasGap: false };

describe('what is new', () => {
  test('a run that goes on where the store ends is taken, in the order of clocks', () => {
    expect(summary(judged([structOf(c1, 6), structOf(c0, 5)], { heads: { [OWN]: 5 } }))).toEqual({
      ...nothing,
      accepted: [
        [OWN, 5, 0],
        [OWN, 6, 1],
      ],
    });
  });

  test('[K1] a former client id of the same device counts as its own', () => {
    expect(summary(judged([structOf(c0, 0, FORMER), structOf(c1, 0)])).accepted).toHaveLength(2);
  });

  test('[M5] a gap is neither stored nor refused, nor is what follows it', () => {
    expect(summary(judged([structOf(c0, 1), structOf(c1, 2)]))).toEqual({ ...nothing, hasGap: true });
    expect(summary(judged([structOf(c0, 0), structOf(c1, 2)]))).toEqual({
      ...nothing,
      accepted: [[OWN, 0, 0]],
      hasGap: true,
    });
  });

  test('[M6] what comes before the first refused one is stored; what follows is neither stored nor refused', () => {
    const bad = changeOf(1, { patch: { assetNumber: 7 } });
    expect(summary(judged([structOf(c0, 0), structOf(bad, 1), structOf(c2, 2)]))).toEqual({
      ...nothing,
      accepted: [[OWN, 0, 0]],
      refused: [['bad-field', bad.id]],
    });
  });

  test('[M6] one client that is refused does not hold up another of the same device', () => {
    const bad = changeOf(1, { patch: { assetNumber: 7 } });
    const verdict = summary(judged([structOf(bad, 0, FORMER), structOf(c0, 0)]));
    expect(verdict.accepted).toEqual([[OWN, 0, 0]]);
    expect(verdict.refused).toEqual([['bad-field', bad.id]]);
  });

  test.each([
    ['a value that is no JSON', { value: undefined }, 'not-a-change'],
    ['a value that is no change', { value: { hello: 1 } }, 'bad-envelope'],
    ['[B1] a key that is not the id', { key: c1.id }, 'not-a-change'],
    ['[C3] more than 32 KiB', { bytes: 32 * 1024 + 1 }, 'change-too-large'],
  ])('%s is refused', (_, parts, code) => {
    expect(judged([structOf(c0, 0, OWN, parts)]).refused).toMatchObject([{ code }]);
  });

  test.each([
    ['[D3] a kind of central data in a store document', { kind: 'item.create', patch: {} }, 'wrong-document'],
    ['[C4] an envelope with a field more', { surprise: 1 }, 'bad-envelope'],
    ['[C5] a store that is not that of the document', { patch: { storeId: 's2' } }, 'bad-field'],
  ])('%s is refused', (_, parts, code) => {
    expect(judged([structOf(changeOf(0, parts as Partial<Change>), 0)]).refused).toMatchObject([{ code }]);
  });

  test('[B2] garbage, an overwrite or something foreign at a new clock is refused', () => {
    expect(judged([{ type: 'garbage', client: OWN, clock: 0, length: 1 }]).refused).toMatchObject([
      { code: 'not-a-change' },
    ]);
    expect(judged([{ type: 'foreign', client: OWN, clock: 0 }]).refused).toMatchObject([
      { code: 'not-a-change' },
    ]);
    expect(summary(judged([{ type: 'overwrite', client: OWN, clock: 0, value: c0 }])).refused).toEqual([
      ['overwrite', c0.id],
    ]);
    expect(summary(judged([{ type: 'overwrite', client: OWN, clock: 0, value: 5 }])).refused).toEqual([
      ['overwrite'],
    ]);
  });

  test('[C6] a kind or a field of a newer app is taken', () => {
    const newer = [
      changeOf(0, { kind: 'asset.calibrate' }),
      changeOf(1, { patch: { colour: 'blue' } }),
      changeOf(2, { kind: 'rocket.launch' }),
    ];
    expect(judged(newer.map((change, clock) => structOf(change, clock))).accepted).toHaveLength(3);
  });
});

describe('what is known', () => {
  const known = { heads: { [OWN]: 1 }, at: { [`${OWN}/0`]: c0 }, byId: [c0] };

  test('[K3] the same again says nothing new', () => {
    expect(summary(judged([structOf(c0, 0), structOf(c1, 1)], known))).toEqual({
      ...nothing,
      accepted: [[OWN, 1, 1]],
    });
  });

  test('[K3] another change at a clock that is taken is refused', () => {
    expect(summary(judged([structOf(c1, 0)], known)).refused).toEqual([['clock-reused', c1.id]]);
    expect(summary(judged([structOf({ ...c0, n: 9 }, 0)], known)).refused).toEqual([['clock-reused', c0.id]]);
  });

  test('garbage at a clock that is taken is passed over, garbage that goes beyond is not', () => {
    expect(summary(judged([{ type: 'garbage', client: OWN, clock: 0, length: 1 }], known))).toEqual(nothing);
    expect(judged([{ type: 'garbage', client: OWN, clock: 0, length: 2 }], known).refused).toMatchObject([
      { code: 'not-a-change' },
    ]);
  });

  test('[C1] the same change under another clock is stored there; with other content it is an overwrite', () => {
    expect(summary(judged([structOf(c0, 1)], known)).accepted).toEqual([[OWN, 1, 0]]);
    expect(summary(judged([structOf({ ...c0, n: 9 }, 1)], known)).refused).toEqual([['overwrite', c0.id]]);
  });

  test('[C1] the order of keys is no other content', () => {
    const { id, patch, ...rest } = c0;
    expect(summary(judged([structOf({ patch, ...rest, id }, 0)], known))).toEqual(nothing);
  });

  test('twice in one offer is known the second time', () => {
    expect(summary(judged([structOf(c0, 0), structOf(c0, 1)])).accepted).toHaveLength(2);
    expect(summary(judged([structOf(c0, 0), structOf({ ...c0, n: 9 }, 1)])).refused).toEqual([
      ['overwrite', c0.id],
    ]);
  });
});

describe('whose it is', () => {
  test('[K2] structs of another registered client that central lacks are passed over', () => {
    expect(summary(judged([structOf(c0, 0, OTHER), structOf(c1, 1, OTHER)]))).toEqual(nothing);
    expect(summary(judged([structOf(c0, 4, OTHER)]))).toEqual(nothing);
    expect(summary(judged([{ type: 'garbage', client: OTHER, clock: 0, length: 4 }]))).toEqual(nothing);
  });

  test('[K2] structs of a client id nobody has are refused', () => {
    expect(summary(judged([structOf(c0, 0, NOBODY)])).refused).toEqual([['unknown-client', c0.id]]);
    expect(summary(judged([structOf(c0, 3, NOBODY)])).refused).toEqual([['unknown-client', c0.id]]);
  });

  test('a reader who sends is refused, with all that it sent', () => {
    const item = (number: number) => changeOf(number, { kind: 'item.create', patch: { code: 'x' } });
    const verdict = judged([structOf(item(0), 0), structOf(item(1), 1)], {}, reader, 'config');
    expect(summary(verdict)).toEqual({ ...nothing, refused: [['central-only', item(0).id, item(1).id]] });
  });

  test('a reader who only shows what others made is left in peace', () => {
    expect(summary(judged([structOf(c0, 0, OTHER)], {}, reader, 'config'))).toEqual(nothing);
  });

  test.each([
    ['an edit', changeOf(0, { kind: 'asset.edit', entityId: 'a1' })],
    ['a log', changeOf(0, { kind: 'assetLog.add', patch: { assetId: 'a1' } })],
    [
      'a photo of the asset',
      changeOf(0, { kind: 'file.attach', patch: { ownerTable: 'asset', ownerId: 'a1' } }),
    ],
    [
      'a photo of a log',
      changeOf(0, { kind: 'file.attach', patch: { ownerTable: 'assetLog', ownerId: 'l1' } }),
    ],
  ])('%s of an asset of another store is refused, of a moved one not', (_, change) => {
    const at = (stores: string[]) => ({ stores: { 'asset/a1': stores, 'assetLog/l1': stores } });
    expect(judged([structOf(change, 0)], at(['s2'])).refused).toMatchObject([{ code: 'not-yours' }]);
    expect(judged([structOf(change, 0)], at(['s1', 's2'])).refused).toEqual([]);
    expect(judged([structOf(change, 0)], at([])).refused).toEqual([]);
  });

  test('[D4] what came in the same offer has its place already', () => {
    const offer = [
      structOf(changeOf(0, { entityId: 'a1' }), 0),
      structOf(changeOf(1, { kind: 'asset.edit', entityId: 'a1' }), 1),
    ];
    expect(judged(offer).accepted).toHaveLength(2);
  });

  test('[F8] only central says what id the reason of a log has now', () => {
    const rekey = changeOf(0, { kind: 'assetLog.rekey', entityId: 'l1', patch: { reasonId: 'r2' } });
    expect(judged([structOf(rekey, 0)]).refused).toMatchObject([{ code: 'central-only' }]);
    expect(judged([structOf(rekey, 0)], {}, central).accepted).toHaveLength(1);
  });

  test('[D4] only central moves an asset; a move that it made may come back from anyone', () => {
    const move = changeOf(0, { kind: 'asset.move', entityId: 'a1', patch: { storeId: 's2' } });
    expect(judged([structOf(move, 0)]).refused).toMatchObject([{ code: 'central-only' }]);
    expect(judged([structOf(move, 0)], {}, central).accepted).toHaveLength(1);
    expect(judged([structOf(move, 0)], { byId: [move] }).accepted).toHaveLength(1);
  });
});

test('[K8] [W4] what central says of the changes of others nobody else says, staff by HTTP neither', () => {
  const said = [
    changeOf(0, { kind: 'asset.disown', entityId: 'a1', patch: { changeIds: ['x'] } }),
    changeOf(1, { kind: 'asset.own', entityId: 'a1', patch: { changeIds: ['x'] } }),
    changeOf(2, { kind: 'asset.first', entityId: 'a1', patch: { createId: 'x', store: 's1', since: 1 } }),
  ];
  for (const writer of [device, central])
    for (const change of said)
      expect(judged([structOf(change, 0)], {}, writer).refused).toMatchObject([{ code: 'central-only' }]);
  const revocation = changeOf(3, { kind: 'device.revoke', entityId: 'd2', patch: {} });
  expect(judged([structOf(revocation, 0)], {}, central, 'config').refused).toMatchObject([
    { code: 'central-only' },
  ]);
  // a change that stands somewhere already may come back from anyone
  const [known] = said;
  if (known) expect(judged([structOf(known, 0)], { byId: [known] }).accepted).toHaveLength(1);
});
