/** A bundle is laid out in the midst of other work. */
import { describe, expect, test } from 'vitest';
import type { PositionedChange } from '#shared/change/codec/struct';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import { apply, change, history, kept, phone, plain, single, told, uuid } from './bundled';

const editOf = (item: number, clock = 0): PositionedChange => ({
  ...{ client: 9, clock },
  change: change(900 + clock, {
    kind: 'item.edit',
    entityId: uuid(50_000 + item),
    patch: { name: `Edited by staff ${clock}` },
  }),
});

describe('while rows are folded again', () => {
  /** Is asked once a step. */
  const stopAfter = (steps: number): AbortSignal => {
    let asked = 0;
    return Object.defineProperty(new AbortController().signal, 'aborted', { get: () => ++asked > steps });
  };

  test.each([0, 1, 2, 3, 4])('a bundle that is laid out after %i steps is folded too', async (steps) => {
    const placed = history(400, 0);
    const db = await phone();
    await apply(db, placed.slice(0, 120), false);
    await apply(db, placed.slice(120, 250));
    await apply(db, placed.slice(250));
    expect(await kept(db)).toEqual([120, 2]);
    // what an older build made of them
    await db.items.toCollection().modify({ name: 'as it was read before' });
    await db.settings.put({ key: 'foldVersion', value: 'before' });
    await keepFoldVersion(db, 'after', stopAfter(steps));
    await apply(db, [editOf(300)]);
    await apply(db, [editOf(200, 1)]);
    await keepFoldVersion(db, 'after');
    expect(await told(db)).toEqual(await plain([...placed, editOf(300), editOf(200, 1)]));
  });

  test('a change of a kind that is new to this build brings no other change out of sight', async () => {
    const placed = history(300, 0);
    const db = await phone();
    await apply(db, placed);
    // the build before did not know what it is of
    await db.changes.put({ ...single(editOf(150)), entity: '' });
    await db.items.toCollection().modify({ name: 'as it was read before' });
    await db.settings.put({ key: 'foldVersion', value: 'before' });
    await keepFoldVersion(db, 'after');
    const { items } = (await plain([...placed, editOf(150)])) as { items: unknown };
    expect(await db.items.toArray()).toEqual(items);
  });
});
