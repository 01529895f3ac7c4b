/** The details of an asset that are known, in the order in which people ask for them. */
import type { FleetAsset } from '#shared/api/fleet';
import type { Site } from '#shared/api/site';
import { fieldLabel } from '../equipment/pieces/asset-fields';
import type { Described } from '../equipment/pieces/equipment-names';
import type { Words } from '../../words/words.svelte';

interface Fact {
  label: string;
  value: string;
}

const texts = ['serialNumber', 'storageLocation', 'donor', 'notes'] as const;
const days = ['installationDate', 'replacementDate', 'warrantyStart', 'warrantyEnd'] as const;

export function factsOf(
  words: Words,
  asset: FleetAsset,
  described: Described | undefined,
  site: Site | undefined,
): Fact[] {
  const store = site?.stores.find(({ id }) => id === asset.storeId);
  const fact = (field: string, value: string | undefined): Fact => ({
    label: fieldLabel(words, field),
    value: value ?? '',
  });
  const facts: Fact[] = [
    { label: words.t('fleet.site'), value: site?.name ?? '' },
    { label: words.t('fleet.store'), value: store?.name ?? words.t('fleet.unknownStore') },
    fact('classId', described?.className),
    fact('categoryId', described?.category),
    fact('typeId', described?.type),
    fact('manufacturer', described?.manufacturer),
    fact('model', described?.model),
    ...texts.slice(0, 1).map((field) => fact(field, asset[field])),
    ...days.map((field) => fact(field, asset[field] && words.date(asset[field]))),
    ...texts.slice(1).map((field) => fact(field, asset[field])),
    fact('needsReplacement', asset.needsReplacement ? words.t('common.yes') : undefined),
  ];
  return facts.filter(({ value }) => value !== '');
}
