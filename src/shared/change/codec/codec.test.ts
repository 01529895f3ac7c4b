import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { limits } from '../../protocol/limits';
import { isPlainJson, type JsonObject } from '../../json';
import type { Change } from '../change';
import { readUpdate, type Struct } from './read';
import type { PositionedChange } from './struct';
import { piecesOf } from '../runs';
import { encodeUpdate, toBytes } from './write';

const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => JSON.stringify(value) === JSON.stringify(JSON.parse(JSON.stringify(value))));
const patches = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,8}$/), json)
  .map((patch): JsonObject => JSON.parse(JSON.stringify(patch)) as JsonObject)
  .filter((patch) => isPlainJson(patch));

const changes = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    patch: patches,
    entityId: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  }),
  { selector: ({ id }) => id, maxLength: 20 },
);

function changeFrom(
  { id, patch, entityId }: { id: string; patch: JsonObject; entityId: string },
  index: number,
): Change {
  return {
    id,
    hlc: `1700000000${String(index).padStart(3, '0')}-0000-d`,
    userId: 'u',
    deviceId: 'd',
    n: index + 1,
    kind: 'asset.edit',
    entityId,
    patch,
  };
}

const placed = (list: Parameters<typeof changeFrom>[0][], client = 77, from = 0): PositionedChange[] =>
  list.map((spec, index) => ({ client, clock: from + index, change: changeFrom(spec, index) }));

function structsOf(update: Uint8Array): Struct[] {
  const read = readUpdate(update);
  if (!read.ok) throw new Error(`not readable: ${read.issues[0]?.code ?? ''}`);
  return read.value;
}

describe('a change is one Item of the root map, under its own id', () => {
  test('[B1] what we write, Yjs reads', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const doc = new Y.Doc({ gc: false });
        Y.applyUpdate(doc, encodeUpdate(placed(list).map(toBytes)));
        const map = doc.getMap('changes');
        expect(Object.fromEntries(map.entries())).toEqual(
          Object.fromEntries(placed(list).map(({ change }) => [change.id, change])),
        );
        expect(doc.store.pendingStructs).toBeNull();
      }),
    );
  });

  test('[B1] what Yjs writes, we read: each change with its client and clock', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const doc = new Y.Doc({ gc: false });
        doc.clientID = 77;
        const map = doc.getMap('changes');
        for (const { change } of placed(list)) map.set(change.id, change);
        const read = structsOf(Y.encodeStateAsUpdate(doc));
        expect(read.map((struct) => ({ ...struct, body: undefined, bytes: undefined }))).toEqual(
          placed(list).map(({ change, client, clock }) => ({
            type: 'change',
            client,
            clock,
            key: change.id,
            value: change,
          })),
        );
      }),
    );
  });

  test('[B5] bodies put together again give the very same bytes', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const update = encodeUpdate(placed(list, 9, 40).map(toBytes));
        const again = structsOf(update).flatMap((struct) =>
          struct.type === 'change'
            ? [{ client: struct.client, clock: struct.clock, changeId: struct.key, body: struct.body }]
            : [],
        );
        expect(encodeUpdate(again)).toEqual(update);
      }),
    );
  });
});

describe('all else is told apart', () => {
  const first = changeFrom(
    { id: '00000000-0000-4000-8000-000000000001', patch: { notes: 'a' }, entityId: 'e' },
    0,
  );

  test('[B2] an overwrite of a key', () => {
    const doc = new Y.Doc({ gc: false });
    doc.getMap('changes').set(first.id, first);
    const before = Y.encodeStateVector(doc);
    doc.getMap('changes').set(first.id, { ...first, patch: { notes: 'forged' } });
    expect(structsOf(Y.encodeStateAsUpdate(doc, before))).toMatchObject([
      { type: 'overwrite', clock: 1, value: { patch: { notes: 'forged' } } },
    ]);
  });

  test('[B4] a deletion leaves nothing to store, and its delete set is never looked at', () => {
    const doc = new Y.Doc({ gc: false });
    doc.getMap('changes').set(first.id, first);
    const before = Y.encodeStateVector(doc);
    doc.getMap('changes').delete(first.id);
    expect(structsOf(Y.encodeStateAsUpdate(doc, before))).toEqual([]);
  });

  test('[B2] garbage-collected structs', () => {
    const doc = new Y.Doc();
    doc.clientID = 5;
    doc.getMap('changes').set(first.id, first);
    doc.getMap('changes').delete(first.id);
    expect(structsOf(Y.encodeStateAsUpdate(doc))).toEqual([
      { type: 'garbage', client: 5, clock: 0, length: 1 },
    ]);
  });

  test.each([
    ['a nested map', (doc: Y.Doc) => doc.getMap('changes').set('k', new Y.Map([['a', 1]]))],
    ['an array', (doc: Y.Doc) => doc.getArray('changes').push([1])],
    [
      'a text',
      (doc: Y.Doc) => {
        doc.getText('changes').insert(0, 'hello');
      },
    ],
    ['another root', (doc: Y.Doc) => doc.getMap('other').set('k', 1)],
    ['bytes', (doc: Y.Doc) => doc.getMap('changes').set('k', new Uint8Array([1, 2]))],
    ['a subdocument', (doc: Y.Doc) => doc.getMap('changes').set('k', new Y.Doc())],
  ])('[B2] %s is foreign', (_name, write) => {
    const doc = new Y.Doc({ gc: false });
    write(doc);
    expect(structsOf(Y.encodeStateAsUpdate(doc))).toMatchObject([{ type: 'foreign', clock: 0 }]);
  });

  test('a gap shows as a clock that begins later', () => {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = 5;
    doc.getMap('changes').set('a', first);
    const before = Y.encodeStateVector(doc);
    doc.getMap('changes').set('b', first);
    expect(structsOf(Y.encodeStateAsUpdate(doc, before))).toMatchObject([{ client: 5, clock: 1 }]);
  });
});

describe('untrusted bytes never throw past the rim', () => {
  test('[B3] random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readUpdate(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test('[B3] any truncation of an update is malformed or shorter, never more', () => {
    fc.assert(
      fc.property(changes, fc.double({ min: 0, max: 1, noNaN: true }), (list, part) => {
        const update = encodeUpdate(placed(list).map(toBytes));
        const read = readUpdate(update.slice(0, Math.floor((update.length - 1) * part)));
        expect(!read.ok || read.value.length <= list.length).toBe(true);
      }),
    );
  });

  test('[B3] a count above the limit is refused before anything is made', () => {
    const update = new Uint8Array([1, 0x91, 0x4e, 1, 0]); // one client, 10,001 structs
    expect(readUpdate(update)).toEqual({ ok: false, issues: [{ code: 'too-large' }] });
  });
});

test('[B6] a long list travels in small pieces that together hold it all', () => {
  fc.assert(
    fc.property(changes, fc.integer({ min: 1, max: 5 }), (list, size) => {
      const doc = new Y.Doc({ gc: false });
      const cut = { changes: size, bytes: limits.bytesPerPiece };
      for (const piece of piecesOf(placed(list).map(toBytes), ({ body }) => body.length, cut)) {
        expect(piece.length).toBeLessThanOrEqual(size);
        Y.applyUpdate(doc, encodeUpdate(piece));
      }
      expect(doc.getMap('changes').size).toBe(list.length);
    }),
  );
});

describe('the update of PROTOCOL.md', () => {
  const page = readFileSync(new URL('../../protocol/PROTOCOL.md', import.meta.url), 'utf8');
  const section = page.slice(page.indexOf('### One update, byte by byte'));
  const [, listing = '', json = ''] = /```\n([\s\S]*?)```\s+```json\n([\s\S]*?)```/.exec(section) ?? [];
  const hex = listing.split('\n').flatMap((line) => (line.split(/ {2,}/)[0] ?? '').split(' '));
  const update = Uint8Array.from(hex.filter(Boolean), (pair) => parseInt(pair, 16));
  const change = JSON.parse(json) as Change;

  test('[B1] is what the page says, to Yjs', () => {
    const doc = new Y.Doc({ gc: false });
    Y.applyUpdate(doc, update);
    expect(doc.getMap('changes').toJSON()).toEqual({ [change.id]: change });
    expect(Y.decodeStateVector(Y.encodeStateVector(doc))).toEqual(new Map([[300, 1]]));
  });

  test('[B2] is what the page says, to us', () => {
    expect(structsOf(update)).toMatchObject([{ type: 'change', client: 300, clock: 0, value: change }]);
  });

  test('[B5] is what we write for that change', () => {
    expect(encodeUpdate([toBytes({ client: 300, clock: 0, change })])).toEqual(update);
  });
});
