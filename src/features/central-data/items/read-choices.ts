/** The items that a pack variant can be of. */
import type { Item } from '#shared/domain/item';
import { isInUse } from '../record/kind';
import type { ReplicaDatabase } from '../../../replica/database';

/** Those in use, and the present one of a variant even where it was retired since. */
export async function readItemChoices(db: ReplicaDatabase, variantId: string | undefined): Promise<Item[]> {
  const present = variantId === undefined ? undefined : (await db.packVariants.get(variantId))?.itemId;
  const items = await db.items.filter((item) => isInUse(item) || item.id === present).toArray();
  return items.sort((a, b) => a.name.localeCompare(b.name));
}
