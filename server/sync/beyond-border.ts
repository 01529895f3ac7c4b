/**
 * The changes by staff of some regions that would touch a piece beyond their border. A piece that was moved away still takes what is written
 * where it lay (rule W2), so the document alone does not say what a change reaches.
 */
import type { Change } from '#shared/change/change';
import type { EntityRef } from '#shared/change/entity-ref';
import { ownerOf } from '#shared/change/owner';
import type { Tx } from '../database/port/central-database';

import { concernsOf } from './offer';
import { assetsOf } from './owners-of';

export type HasStore = (storeId: string) => boolean;

export async function isBeyond(
  tx: Pick<Tx, 'changes'>,
  change: Change,
  hasStore: HasStore,
): Promise<boolean> {
  const target = targetOf(change);
  const refs = concernsOf(change);
  // what never moved lies in the store of the document, which is asked for before
  if (target.length === 0 && !(await tx.changes.areSpread(refs))) return false;
  for (const id of new Set(await assetsOf(tx, [...refs, ...target]))) {
    const known = await tx.changes.placingOf(id);
    const storeId = ownerOf(known.map((one) => one.change));
    if (storeId !== undefined && !hasStore(storeId)) return true;
  }
  return false;
}

/** The record that a merge names: it takes over what is known of this one. */
function targetOf({ patch }: Change): EntityRef[] {
  const into = patch['into'] ?? patch['mergedInto'];
  return typeof into === 'string' ? [{ entity: 'asset', id: into }] : [];
}
