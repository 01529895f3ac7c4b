/** Rows that are made again while changes arrive: readers know at each moment how far the rows are that they read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeBody } from '#shared/change/codec/struct';
import type { Change } from '#shared/change/change';
import type { LoggedChange } from '../../port/changes';
import { hasEntity } from './owned';
import { rowsPathOf } from './open-rows';
import { RowsKeeper } from './rows-keeper';
import { RowsView } from './rows-view';

const DOCUMENT = 'store/store-1/2026';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-rows-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function logged(seq: number): LoggedChange {
  const change: Change = {
    ...{
      id: `0190b5a2-7c10-7a31-8e5f-${String(seq).padStart(12, '0')}`,
      hlc: `${1_767_225_600_000 + seq}-0000-d1`,
    },
    ...{ userId: 'u', deviceId: 'd1', n: seq, kind: 'asset.create', entityId: `asset-${seq}` },
    patch: { assetNumber: `A-${seq}` },
  };
  const place = { document: DOCUMENT, client: 1, clock: seq - 1 };
  const body = encodeBody(change);
  return { seq, ...place, change, body, receivedAt: '2026-01-01T00:00:00.000Z', receivedFrom: 'd1' };
}

test('rows that take the place of others say how far they are before anybody reads them', async () => {
  const log: LoggedChange[] = [logged(1), logged(2)];
  const path = rowsPathOf(join(folder, 'waypost.sqlite'));
  const view = new RowsView(path, () => log.length);
  /** happens once the new rows have read the log, and before they take the place of the others */
  let whileMade: (() => Promise<void>) | undefined;
  /** at each opening: the number of the last change that the view says it has, and whether the row of that is there */
  const opened: [number, boolean][] = [];
  const keeper = await RowsKeeper.open({
    path,
    log: {
      after: async (seq, limit) => {
        const found = log.filter((one) => one.seq > seq).slice(0, limit);
        if (seq === 0) await whileMade?.();
        return found;
      },
      at: async (seqs) => log.filter(({ seq }) => seqs.includes(seq)),
      lastSeq: async () => log.length,
    },
    readers: {
      progress: (progress) => view.progress(progress),
      suspend: async () => view.suspend(),
      open: async () => {
        await view.open();
        const { seq } = view;
        opened.push([seq, seq === 0 || view.now((parts) => hasEntity(parts, 'asset', `asset-${seq}`))]);
      },
    },
    batch: 100,
    onFault: (error) => {
      throw error;
    },
  });
  await view.reached(2, 10_000);
  whileMade = async () => {
    whileMade = undefined;
    log.push(logged(3), logged(4));
    keeper.kick();
    await view.reached(4, 10_000);
  };
  await keeper.rebuild();
  expect(opened.map(([, isThere]) => isThere)).toEqual([true, true]);
  await view.reached(4, 10_000);
  expect(view.now((parts) => hasEntity(parts, 'asset', 'asset-4'))).toBe(true);
  await keeper.close();
  view.close();
});

test('an exchange that failed is tried again by itself, whoever asked for it: nothing can be read until then', async () => {
  const log: LoggedChange[] = [logged(1), logged(2)];
  const path = rowsPathOf(join(folder, 'waypost.sqlite'));
  const view = new RowsView(path, () => log.length);
  const faults: unknown[] = [];
  const failing = new Error('the rows that were made cannot be opened');
  let opened = 0;
  let openedAgain: () => void = () => undefined;
  const again = new Promise<void>((resolve) => (openedAgain = resolve));
  const keeper = await RowsKeeper.open({
    path,
    log: {
      after: async (seq, limit) => log.filter((one) => one.seq > seq).slice(0, limit),
      at: async (seqs) => log.filter(({ seq }) => seqs.includes(seq)),
      lastSeq: async () => log.length,
    },
    readers: {
      progress: (progress) => view.progress(progress),
      suspend: async () => view.suspend(),
      open: async () => {
        opened += 1;
        if (opened === 2) throw failing;
        await view.open();
        if (opened === 3) openedAgain();
      },
    },
    batch: 100,
    onFault: (error) => faults.push(error),
  });
  await view.reached(2, 10_000);
  await expect(keeper.rebuild()).rejects.toBe(failing);
  await again;
  expect(faults).toEqual([failing]);
  log.push(logged(3));
  keeper.kick();
  await view.reached(3, 10_000);
  expect(view.now((parts) => hasEntity(parts, 'asset', 'asset-3'))).toBe(true);
  await keeper.close();
  view.close();
});

describe('of a log in which something was put back', () => {
  const another = (seq: number): LoggedChange => {
    const one = logged(seq);
    return { ...one, change: { ...one.change, entityId: `put-back-${seq}` } };
  };
  const isThere = (view: RowsView, id: string): boolean => view.now((parts) => hasEntity(parts, 'asset', id));

  /** Rows of a log of two changes, the first of which may be put back. `atEnd`: called when the log was read to its end. */
  async function open(log: LoggedChange[], mended: () => string, atEnd = async () => undefined) {
    const path = rowsPathOf(join(folder, 'waypost.sqlite'));
    const view = new RowsView(path, () => log.length);
    const keeper = await RowsKeeper.open({
      path,
      log: {
        after: async (seq, limit) => {
          if (seq === log.length) await atEnd();
          return log.filter((one) => one.seq > seq).slice(0, limit);
        },
        at: async (seqs) => log.filter(({ seq }) => seqs.includes(seq)),
        lastSeq: async () => log.length,
        meta: async () => mended(),
      },
      readers: {
        progress: (progress) => view.progress(progress),
        suspend: async () => view.suspend(),
        open: () => view.open(),
      },
      batch: 100,
      onFault: (error) => {
        throw error;
      },
    });
    await view.reached(2, 10_000);
    return { keeper, view };
  }

  test('[G10] while the rows are made, they are made once more', async () => {
    const log = [logged(1), logged(2)];
    let again: Promise<void> | undefined;
    let isMaking = false;
    const { keeper, view } = await open(
      log,
      () => '0',
      async () => {
        if (!isMaking || again) return;
        log[0] = another(1);
        again = keeper.rebuild();
      },
    );
    isMaking = true;
    await keeper.rebuild();
    expect(isThere(view, 'put-back-1')).toBe(false);
    await again;
    expect(isThere(view, 'put-back-1')).toBe(true);
    await keeper.close();
    view.close();
  });

  test('[G10] before the server was killed, they are made again when it starts', async () => {
    const log = [logged(1), logged(2)];
    let mended = '0';
    for (const isPutBack of [false, true, true]) {
      if (isPutBack) log[0] = another(1);
      if (isPutBack) mended = '1';
      const { keeper, view } = await open(log, () => mended);
      expect(isThere(view, 'put-back-1')).toBe(isPutBack);
      await keeper.close();
      view.close();
    }
  });

  test('once it is closed nothing is begun any more', async () => {
    const { keeper, view } = await open([logged(1), logged(2)], () => '0');
    await keeper.close();
    // a fault would be thrown
    keeper.heal(new Error('the rows are damaged'));
    await keeper.rebuild();
    view.close();
  });
});
