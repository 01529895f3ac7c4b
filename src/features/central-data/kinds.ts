/** The table of all kinds of central data: the pages of their records are made from it. To add an entity, add it here. */
import Ruler from '@lucide/svelte/icons/ruler';
import type { CentralEntity } from '#shared/commands/save-central-data';
import { isListed, type ListedEntity } from '#shared/domain/entities';
import { catalogueFields, catalogueForm } from './catalogue/catalogue-fields';
import { catalogueKind } from './catalogue/catalogue-kind';
import ItemFacts from './catalogue/ItemFacts.svelte';
import { readAround } from './catalogue/queries';
import { categoryFields, classFields, typeFields } from './hierarchy/hierarchy-fields';
import { categoryKind, classKind, typeKind } from './hierarchy/hierarchy-kinds';
import { readHierarchy } from './hierarchy/queries';
import { itemFields, itemKind, variantFields, variantKind } from './items/item-kinds';
import LooksInPack from './items/LooksInPack.svelte';
import { readItemChoices } from './items/read-choices';
import VariantsOfItem from './items/VariantsOfItem.svelte';
import { settingsFields, settingsKind } from './programme-settings/settings-kind';
import { propertyFields, withoutKey } from './properties/property-fields';
import { propertyKind } from './properties/property-kind';
import { propertyLine, readPlaces } from './properties/queries';
import { plainly, type KindPages } from './record/kind-pages';
import { reasonFields, reasonKind } from './status-reasons/reason-kind';

type Described = ListedEntity | 'programmeSettings';

export const kinds: { [E in Described]: KindPages<E> } = {
  catalogueItem: {
    kind: catalogueKind,
    fields: async (db) => {
      const around = await readAround(db);
      return (words) => ({ shown: catalogueFields(words, around), form: catalogueForm(words, around) });
    },
    facts: ItemFacts,
  },
  assetClass: { kind: classKind, fields: plainly(classFields) },
  assetCategory: {
    kind: categoryKind,
    fields: async (db) => {
      const { classes } = await readHierarchy(db);
      return () => ({ shown: categoryFields(classes) });
    },
  },
  assetType: {
    kind: typeKind,
    fields: async (db) => {
      const { categories, classes } = await readHierarchy(db);
      return () => ({ shown: typeFields(categories, classes) });
    },
  },
  assetProperty: {
    kind: propertyKind,
    fields: async (db, id) => {
      const places = await readPlaces(db);
      return (words) => {
        const shown = propertyFields(words, places);
        return { shown, ...(id !== undefined && { form: withoutKey(shown) }) };
      };
    },
    listed: { icon: Ruler, sub: 'properties.sub', count: 'central-data.propertyCount', line: propertyLine },
  },
  statusReason: { kind: reasonKind, fields: plainly(reasonFields) },
  item: { kind: itemKind, fields: plainly(itemFields), below: VariantsOfItem },
  packVariant: {
    kind: variantKind,
    fields: async (db, id) => {
      const items = await readItemChoices(db, id);
      return () => ({ shown: variantFields(items) });
    },
    below: LooksInPack,
    back: ({ itemId }) => ({
      href: `${itemKind.path}/${encodeURIComponent(itemId)}`,
      label: 'items.backToItem',
    }),
  },
  programmeSettings: { kind: settingsKind, fields: plainly(settingsFields) },
};

const pagesOf = <E extends Described>(entity: E): KindPages<E> => kinds[entity];

const all: readonly KindPages<Described>[] = (Object.keys(kinds) as Described[]).map(pagesOf);

/** The kind whose records lie at a path of the app. */
export const pagesAt = (path: string): KindPages<CentralEntity> | undefined =>
  all.find(({ kind }) => path === kind.path || path.startsWith(`${kind.path}/`));

/** Those that the plain list shows. */
export const plainlyListed = (Object.keys(kinds) as Described[]).filter(isListed).flatMap((entity) => {
  const { kind, listed } = pagesOf(entity);
  return listed ? [{ entity, kind, listed }] : [];
});
