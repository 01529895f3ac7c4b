import { describe, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import type { PositionedChange } from '#shared/change/codec/struct';
import { digestAfter, firstDigest, rootOf, type Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import { CarriedDocument } from './carried-document';
import { ProofBook } from './proof-book';

const DOCUMENT = 'store/s1/2026';

const placed = (client: number, clock: number, entityId = `a${clock}`): PositionedChange => {
  const id = `00000000-0000-4000-8000-${String(client * 1000 + clock).padStart(12, '0')}`;
  const change: Change = {
    ...{ id, hlc: '1780000000000-0000-d1', userId: 'u', deviceId: 'd1', n: clock + 1 },
    ...{ kind: 'asset.edit', entityId, patch: {} },
  };
  return { client, clock, change };
};

const markOf = (...run: PositionedChange[]): Mark => {
  const [first] = run;
  const client = first?.client ?? 0;
  const changes = run.map(({ change }) => change);
  return { client, clock: run.length, digest: digestAfter(firstDigest(DOCUMENT, client), changes) };
};

const receiptFor = (...marks: Mark[]): Receipt => ({
  vector: new Map(marks.map(({ client, clock }) => [client, clock])),
  root: rootOf(marks),
  ...{ start: 5, seq: 1, at: 0, keyId: 1, mac: new Uint8Array(16) },
});

const [a, b, c] = [placed(1, 0), placed(1, 1), placed(1, 2)];
const update = (...entries: PositionedChange[]) => encodeUpdate(entries.map(toBytes));

describe('what comes with a receipt', () => {
  test('[P7] is applied where it is what the receipt proves, and the receipt is kept with it', () => {
    const document = new CarriedDocument(DOCUMENT, 9);
    const receipt = receiptFor(markOf(a, b));
    const arrived = document.take(update(a, b), 'central', receipt);
    expect(arrived).toMatchObject({ placed: [a, b], receipts: [receipt], marks: [markOf(a, b)] });
  });

  test('[P7] is not applied where it is something else', () => {
    const document = new CarriedDocument(DOCUMENT, 9);
    const other = placed(1, 1, 'another');
    const arrived = document.take(update(a, other), 'central', receiptFor(markOf(a, b)));
    expect(arrived).toMatchObject({ placed: [], receipts: [], differs: true });
    expect(document.vector()).toEqual(new Map());
  });

  test('[P7] is not applied on top of another history than central has', () => {
    const document = new CarriedDocument(DOCUMENT, 9);
    document.take(update(placed(1, 0, 'another')), 'central');
    expect(document.take(update(b), 'central', receiptFor(markOf(a, b)))).toMatchObject({ differs: true });
    expect(document.vector()).toEqual(new Map([[1, 1]]));
  });

  test('[P5] brings no receipt where not all that it names is here', () => {
    const document = new CarriedDocument(DOCUMENT, 9);
    const arrived = document.take(update(a), 'central', receiptFor(markOf(a), markOf(placed(2, 0))));
    expect(arrived).toMatchObject({ placed: [a], receipts: [] });
    expect(arrived.differs).toBeUndefined();
  });

  test('[P2] past a struct that is no change for this app nothing is proven', () => {
    const document = new CarriedDocument(DOCUMENT, 9);
    const odd = { client: 1, clock: 1, changeId: 'odd', body: new Uint8Array([126]) };
    document.take(encodeUpdate([toBytes(a), odd, toBytes(c)]), 'central');
    expect(document.vector()).toEqual(new Map([[1, 3]]));
    expect(document.book.marks).toEqual([markOf(a)]);
  });
});

describe('what this device put in itself', () => {
  test('[P5] is proven once central confirms it, and compared before', () => {
    const book = new ProofBook(DOCUMENT);
    book.put([a, b]);
    expect(book.marks).toEqual([]);
    expect(book.compare(receiptFor(markOf(a))).is).toBe('same');
    expect(book.compare(receiptFor(markOf(placed(1, 0, 'of a clone')))).is).toBe('different');
    expect(book.confirm(new Map([[1, 1]]))).toEqual([markOf(a)]);
    expect(book.confirm(new Map([[1, 2]]))).toEqual([markOf(a, b)]);
  });
});

test('a document that is filled again goes on with the chains that were kept', () => {
  const document = new CarriedDocument(DOCUMENT, 9);
  expect(document.fill([a, b], [], [markOf(a)])).toEqual([markOf(a, b)]);
  // a chain of another state of this device, longer than the content here
  const restored = new CarriedDocument(DOCUMENT, 9);
  expect(restored.fill([a], [], [markOf(a, b)])).toEqual([markOf(a)]);
});
