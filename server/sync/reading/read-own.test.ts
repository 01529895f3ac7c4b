/** The two ways to read an update are held against each other: whatever the quick one takes, the codec and the schemas read the same. */
import fc from 'fast-check';
import { createEncoder, toUint8Array, writeAny, writeVarUint } from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import { writeRunHead, writeStructHead } from '#shared/change/codec/struct';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import type { Change } from '#shared/change/change';
import { formatHlc } from '#shared/change/hlc';
import { ChangeMaker } from '../../../tests/central/change-maker';
import { readSlowly } from './read-candidates';
import { readOwn } from './read-own';

const DOCUMENT = 'store/s1/2026';
const maker = new ChangeMaker('device-1', 'amina');
const seen = formatHlc({ ms: 1_767_225_600_000, counter: 1, deviceId: 'd7' });
const ASSET = '0190b5a2-7c10-7a31-8e5f-3d1a2b4c5d6e';
const at = '2026-06-01T08:15:00.000Z';

/** What a device sends: creates, edits, logs, files and rounds, in several scripts. */
const own: Change[] = [
  maker.make('asset.create', { assetNumber: 'F-1', notes: 'by the door' }),
  maker.make('asset.create', {
    ...{
      assetNumber: 'ثلاجة ١',
      manufacturer: 'Électrolux',
      needsReplacement: true,
      classId: 'c',
      installationDate: '2024-02-29',
    },
    ...{
      properties: { capacity: 12.5, doors: 2, iced: null, note: '冷' },
      lockedFields: ['serialNumber'],
      createdAt: at,
      modifiedAt: at,
    },
  }),
  {
    ...maker.make('asset.edit', { notes: 'x'.repeat(300), donor: null, model: 'VLS 200A 🧊' }, ASSET),
    base: { notes: [seen], donor: [], model: [seen, seen] },
  },
  { ...maker.make('asset.edit', { needsReplacement: false, deletedAt: at }, ASSET), base: {} },
  maker.make('assetLog.add', {
    assetId: ASSET,
    type: 'STATUS_UPDATE',
    functionalStatus: 'FUNCTIONING',
    loggedAt: at,
    createdAt: at,
    userId: 'amina',
    comment: 'tout va bien, à peu près',
  }),
  maker.make('asset.remove', { deletedAt: at, removedFor: 'SOLD' }, ASSET),
  maker.make('file.attach', {
    ownerTable: 'asset',
    ownerId: ASSET,
    fileName: 'plaque.jpg',
    sha256: 'a'.repeat(64),
    bytes: 123_456,
  }),
  maker.make('widget.grow', { size: -7 }),
];

const updateOf = (changes: readonly Change[], client = 300): Uint8Array =>
  encodeUpdate(changes.map((change, clock) => toBytes({ client, clock: clock + 5, change })));

/** An update with any value under any key. */
function updateWith(value: unknown, key: string): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, 1);
  writeRunHead(encoder, 1, 2 ** 32 - 1, 0);
  writeStructHead(encoder, key);
  writeAny(encoder, value as Parameters<typeof writeAny>[1]);
  writeVarUint(encoder, 0);
  return toUint8Array(encoder);
}

/** Whether the quick way took it. */
function readBoth(update: Uint8Array, document = DOCUMENT): boolean {
  const quick = readOwn(update, document);
  if (!quick) return false;
  const slow = readSlowly(update, document);
  expect({ ok: true, value: quick.map(plain) }).toEqual(
    slow.ok ? { ok: true, value: slow.value.map(plain) } : slow,
  );
  return true;
}

/** Bytes as a list: a view and a copy of them are the same. */
const plain = (candidate: object): object =>
  'body' in candidate ? { ...candidate, body: [...(candidate.body as Uint8Array)] } : candidate;

test('[B1] what a device sends is read in the quick way', () => {
  for (const change of own) expect([change.kind, readBoth(updateOf([change]))]).toEqual([change.kind, true]);
  expect(readBoth(updateOf(own))).toBe(true);
});

test('[B1] a change under another document, or of central data, is read alike', () => {
  for (const document of ['config', 'country', 'store/other/2026', 'store/s1/26', ''])
    for (const change of own) expect(readBoth(updateOf([change]), document)).toBe(true);
});

describe('never otherwise than the codec and the schemas', () => {
  const frames = [
    ...own.map((change) => updateOf([change])),
    updateOf(own),
    updateOf(own.slice(0, 3), 2 ** 31),
  ];

  test('[B3] of frames with bytes altered, put in, left out and repeated', () => {
    const place = fc.noBias(fc.nat(9999)).map((part) => part / 10_000);
    const bytes = fc.oneof(fc.integer({ min: 32, max: 126 }), fc.nat(255));
    const cut = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ at: place, out: fc.constant(1), put: fc.tuple(bytes), twice: fc.constant(0) }),
      },
      fc.record({ at: place, out: fc.nat(4), put: fc.array(bytes, { maxLength: 4 }), twice: fc.nat(40) }),
    );
    let taken = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...frames),
        fc.array(cut, { minLength: 1, maxLength: 2 }),
        (frame, cuts) => {
          let altered = [...frame];
          for (const { at: part, out, put, twice } of cuts) {
            const from = Math.floor(part * altered.length);
            const again = altered.slice(from, from + twice);
            altered = [...altered.slice(0, from), ...again, ...put, ...altered.slice(from + out)];
          }
          if (readBoth(Uint8Array.from(altered))) taken += 1;
        },
      ),
      { numRuns: 4000, seed: 12 },
    );
    // letters of texts: a test that only ever compares nothing holds nothing
    expect(taken).toBeGreaterThan(300);
  });

  test('[C2] [C3] of changes with any value in any place', () => {
    const odd = fc.constantFrom<unknown>(
      ...[
        null,
        true,
        0,
        -0,
        NaN,
        Infinity,
        0.1,
        2 ** 53,
        2 ** 31,
        -1,
        1n,
        undefined,
        '',
        '__proto__',
        'A',
        at,
      ],
      ...[
        'x'.repeat(200),
        'x'.repeat(201),
        'é'.repeat(4000),
        'y'.repeat(4001),
        '\ufeffbom',
        '\ud800',
        seen,
        ASSET,
        ASSET.toUpperCase(),
      ],
      ...[
        [],
        {},
        [seen],
        [['a']],
        { a: { b: { c: { d: { e: { f: { g: {} } } } } } } },
        { __proto__x: 1 },
        new Uint8Array([1]),
      ],
      ...[
        'asset.create',
        'assetLog.rekey',
        'asset.merge',
        'asset.move',
        'catalogueItem.create',
        'asset',
        '2026-02-30',
        's1',
        'FUNCTIONING',
      ],
    );
    const fields = fc.constantFrom(
      'notes',
      'assetNumber',
      'classId',
      'properties',
      'lockedFields',
      'needsReplacement',
      'id',
      'storeId',
      '1',
      '9a',
      'constructor',
      'mergedInto',
      'installationDate',
      'createdAt',
      'removedFor',
      'into',
      'v6Fields',
      'unknownField',
    );
    const envelope = fc.constantFrom(
      'id',
      'hlc',
      'userId',
      'deviceId',
      'n',
      'kind',
      'entityId',
      'patch',
      'base',
      'more',
    );
    const patch = fc.dictionary(fields, odd, { maxKeys: 3 });
    let taken = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...own),
        patch,
        fc.option(fc.tuple(envelope, odd), { freq: 2 }),
        fc.boolean(),
        (change, some, wrong, isBase) => {
          const whole: Record<string, unknown> = { ...change, patch: { ...change.patch, ...some } };
          if (isBase) whole['base'] = { ...change.base, notes: Object.values(some) };
          if (wrong) whole[wrong[0]] = wrong[1];
          if (readBoth(updateWith(whole, change.id))) taken += 1;
        },
      ),
      { numRuns: 4000, seed: 12 },
    );
    expect(taken).toBeGreaterThan(300);
  });
});
