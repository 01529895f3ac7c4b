/** Folds everything again, once, after an upgrade whose fold (FOLD_VERSION) or search (COLUMNS_VERSION) knows more: changes that waited get their rows. */
import { FOLD_VERSION } from '#shared/change/fold';
import type { EntityRef, Store } from '../store/port';
import { COLUMNS_VERSION } from '../store/row-columns';
import { refold } from './refold';

const KEY = 'fold_version';
/** entities a transaction takes, so that a large programme neither waits for one nor fills the memory */
const PAGE = 500;

/** Before the first socket is let in. Answers how many entities were folded; an interrupted run starts over. */
export async function refoldAfterUpgrade(
  store: Store,
  version: number = FOLD_VERSION + COLUMNS_VERSION,
): Promise<number> {
  const known = await store.transaction(({ changes }) => changes.meta(KEY));
  if (known === String(version)) return 0;
  const count = await refoldAll(store);
  await store.transaction(({ changes }) => changes.setMeta(KEY, String(version)));
  return count;
}

/** Returns how many entities were folded. */
export async function refoldAll(store: Store): Promise<number> {
  let count = 0;
  let last: EntityRef | undefined;
  do {
    const page = await refoldPage(store, last);
    count += page.length;
    last = page.at(-1);
  } while (last);
  return count;
}

const refoldPage = (store: Store, after: EntityRef | undefined): Promise<EntityRef[]> =>
  store.transaction(async (tx) => {
    const page = await tx.changes.entitiesAfter(after, PAGE);
    await refold(tx, page);
    return page;
  });
