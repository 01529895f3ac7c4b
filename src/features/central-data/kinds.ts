/** The table of all kinds of central data: the pages of their records are made from it. To add an entity, add it here. */
import Ruler from '@lucide/svelte/icons/ruler';
import type { CentralEntity } from '#shared/commands/save-central-data';
import { isListed, type ListedEntity } from '#shared/domain/entities';
import { spokenIn } from '#shared/domain/name-in';
import { catalogueFields, catalogueForm } from './catalogue/catalogue-fields';
import { catalogueKind } from './catalogue/catalogue-kind';
import ItemFacts from './catalogue/ItemFacts.svelte';
import { aroundIn, readAround } from './catalogue/queries';
import { categoryFields, classFields, typeFields } from './hierarchy/hierarchy-fields';
import { categoryKind, classKind, typeKind } from './hierarchy/hierarchy-kinds';
import { readHierarchy } from './hierarchy/queries';
import { itemFields, itemKind, variantFields, variantKind } from './items/item-kinds';
import LooksInPack from './items/LooksInPack.svelte';
import { readItemChoices } from './items/read-choices';
import VariantsOfItem from './items/VariantsOfItem.svelte';
import LogoCard from './programme-settings/LogoCard.svelte';
import { settingsFields, settingsKind } from './programme-settings/settings-kind';
import { propertyFields, withoutKey } from './properties/property-fields';
import { propertyKind } from './properties/property-kind';
import { placesIn, propertyLine } from './properties/queries';
import { namesIn } from './record/names-in';
import { plainly, type KindPages } from './record/kind-pages';
import { reasonFields, reasonKind } from './status-reasons/reason-kind';

type Described = ListedEntity | 'programmeSettings';

export const kinds: { [E in Described]: KindPages<E> } = {
  catalogueItem: {
    kind: catalogueKind,
    fields: async (db) => {
      const around = await readAround(db);
      return (words) => {
        const spoken = aroundIn(around, words.locale);
        return { shown: catalogueFields(words, spoken), form: catalogueForm(words, spoken) };
      };
    },
    facts: ItemFacts,
  },
  assetClass: { kind: classKind, fields: plainly([...classFields, ...namesIn]) },
  assetCategory: {
    kind: categoryKind,
    fields: async (db) => {
      const { classes } = await readHierarchy(db);
      return ({ locale }) => ({ shown: [...categoryFields(spokenIn(classes, locale)), ...namesIn] });
    },
  },
  assetType: {
    kind: typeKind,
    fields: async (db) => {
      const { categories, classes } = await readHierarchy(db);
      return ({ locale }) => ({
        shown: [...typeFields(spokenIn(categories, locale), spokenIn(classes, locale)), ...namesIn],
      });
    },
  },
  assetProperty: {
    kind: propertyKind,
    fields: async (db, id) => {
      const hierarchy = await readHierarchy(db);
      return (words) => {
        const shown = [...propertyFields(words, placesIn(hierarchy, words.locale)), ...namesIn];
        return { shown, ...(id !== undefined && { form: withoutKey(shown) }) };
      };
    },
    listed: { icon: Ruler, sub: 'properties.sub', count: 'central-data.propertyCount', line: propertyLine },
  },
  statusReason: { kind: reasonKind, fields: plainly((words) => [...reasonFields(words), ...namesIn]) },
  item: { kind: itemKind, fields: plainly([...itemFields, ...namesIn]), below: VariantsOfItem },
  packVariant: {
    kind: variantKind,
    fields: async (db, id) => {
      const items = await readItemChoices(db, id);
      return ({ locale }) => ({ shown: variantFields(spokenIn(items, locale)) });
    },
    below: LooksInPack,
    back: ({ itemId }) => ({
      href: `${itemKind.path}/${encodeURIComponent(itemId)}`,
      label: 'items.backToItem',
    }),
  },
  programmeSettings: { kind: settingsKind, fields: plainly(settingsFields), below: LogoCard },
};

const pagesOf = <E extends Described>(entity: E): KindPages<E> => kinds[entity];

const all: readonly KindPages<Described>[] = (Object.keys(kinds) as Described[]).map(pagesOf);

/** The kind whose records lie at a path of the app. */
export const pagesAt = (path: string): KindPages<CentralEntity> | undefined =>
  all.find(({ kind }) => path === kind.path || path.startsWith(`${kind.path}/`));

/** The kinds that the plain list shows. */
export const plainlyListed = (Object.keys(kinds) as Described[]).filter(isListed).flatMap((entity) => {
  const { kind, listed } = pagesOf(entity);
  return listed ? [{ entity, kind, listed }] : [];
});
