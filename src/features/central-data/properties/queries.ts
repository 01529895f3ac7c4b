/** The places of the hierarchy that a property can apply to, under their whole names. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import { nameFor } from '#shared/domain/name-in';
import { readHierarchy, type Hierarchy } from '../hierarchy/queries';
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

/** The places in a reader's language. */
export function placesIn({ classes, categories, types }: Hierarchy, locale: string): Places {
  const categoryNames = new Map(categories.map((row) => [row.id, nameFor(row, locale)]));
  const classNames = new Map(classes.map((row) => [row.id, nameFor(row, locale)]));
  return {
    classes: sorted(classes.map((row) => ({ id: row.id, label: nameFor(row, locale) }))),
    categories: sorted(
      categories.map((row) => ({
        id: row.id,
        label: under(classNames.get(row.classId), nameFor(row, locale)),
      })),
    ),
    types: sorted(
      types.map((row) => ({
        id: row.id,
        label: under(categoryNames.get(row.categoryId), nameFor(row, locale)),
      })),
    ),
  };
}

const under = (above: string | undefined, name: string): string =>
  above === undefined ? name : `${above} › ${name}`;

const sorted = (rows: Named[]): Named[] => rows.sort((a, b) => a.label.localeCompare(b.label));

/** Its key, the kind of its value, and the narrowest place that it applies to. */
export async function propertyLine(db: ReplicaDatabase) {
  const hierarchy = await readHierarchy(db);
  const labelsIn = once((locale: string) => {
    const { classes, categories, types } = placesIn(hierarchy, locale);
    return new Map([...classes, ...categories, ...types].map(({ id, label }) => [id, label]));
  });
  return ({ key, valueType, classId, categoryId, typeId }: AssetProperty, words: Words): string => {
    const labels = labelsIn(words.locale);
    const narrowest = typeId ?? categoryId ?? classId;
    const where = narrowest === undefined ? words.t('properties.everywhere') : (labels.get(narrowest) ?? '');
    return words.line(key, words.t(`properties.type${valueType}`), where);
  };
}

/** The last answer is kept: a list asks for the same language again and again. */
function once<T>(make: (locale: string) => T): (locale: string) => T {
  let known: { locale: string; made: T } | undefined;
  return (locale) => {
    if (known?.locale !== locale) known = { locale, made: make(locale) };
    return known.made;
  };
}
