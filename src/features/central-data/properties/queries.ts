/** The places of the hierarchy that a property can apply to, under their whole names. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { ReplicaDatabase } from '../../../replica/database';
import type { Words } from '../../../words/words.svelte';

interface Named {
  id: string;
  label: string;
}

export interface Places {
  classes: Named[];
  categories: Named[];
  types: Named[];
}

export async function readPlaces(db: ReplicaDatabase): Promise<Places> {
  const [classes, categories, types] = await Promise.all([
    db.assetClasses.toArray(),
    db.assetCategories.toArray(),
    db.assetTypes.toArray(),
  ]);
  const categoryNames = new Map(categories.map(({ id, name }) => [id, name]));
  const classNames = new Map(classes.map(({ id, name }) => [id, name]));
  return {
    classes: sorted(classes.map(({ id, name }) => ({ id, label: name }))),
    categories: sorted(
      categories.map(({ id, name, classId }) => ({ id, label: under(classNames.get(classId), name) })),
    ),
    types: sorted(
      types.map(({ id, name, categoryId }) => ({ id, label: under(categoryNames.get(categoryId), name) })),
    ),
  };
}

const under = (above: string | undefined, name: string): string =>
  above === undefined ? name : `${above} › ${name}`;

const sorted = (rows: Named[]): Named[] => rows.sort((a, b) => a.label.localeCompare(b.label));

/** Its key, what kind of value it has, and the narrowest place that it applies to. */
export async function propertyLine(db: ReplicaDatabase) {
  const { classes, categories, types } = await readPlaces(db);
  const labels = new Map([...classes, ...categories, ...types].map(({ id, label }) => [id, label]));
  return ({ key, valueType, classId, categoryId, typeId }: AssetProperty, words: Words): string => {
    const narrowest = typeId ?? categoryId ?? classId;
    const where = narrowest === undefined ? words.t('properties.everywhere') : (labels.get(narrowest) ?? '');
    return words.line(key, words.t(`properties.type${valueType}`), where);
  };
}
