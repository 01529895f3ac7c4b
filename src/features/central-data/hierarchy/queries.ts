/** The hierarchy as it stands on this device. */
import type { ReplicaDatabase } from '../../../replica/database';
import type { FoldedRow } from '../../../replica/records';

export interface Hierarchy {
  classes: FoldedRow<'assetClass'>[];
  categories: FoldedRow<'assetCategory'>[];
  types: FoldedRow<'assetType'>[];
}

export async function readHierarchy(db: ReplicaDatabase): Promise<Hierarchy> {
  const [classes, categories, types] = await Promise.all([
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
  ]);
  return { classes: named(classes), categories: named(categories), types: named(types) };
}

const named = <Row extends { name: string }>(rows: Row[]): Row[] =>
  rows.sort((a, b) => a.name.localeCompare(b.name));
