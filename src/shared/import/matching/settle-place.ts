/** Settles the store of a row. */
import { storeLabel, storesMeant } from '../equipment/find-store';
import type { NamedStore } from '../equipment/equipment-data';
import { asValue, type Doubt } from './asked-values';
import type { PlaceFound } from './places';
import type { OpenRow } from './row-texts';
import { keepOut, once, type Settling } from './settling';

interface Looked {
  found: PlaceFound;
  doubt: Doubt;
  isShared: boolean;
}

export function settlePlace(settling: Settling, row: OpenRow): void {
  const { data, asked, places } = settling;
  const said = {
    nationalId: row.text('facilityId'),
    name: row.text('storeId'),
    regions: [row.text('facilityRegion'), row.text('facilityDistrict')],
  };
  if (said.nationalId === '' && said.name === '') return;
  const value = asValue([said.nationalId, said.name, ...said.regions]);
  const { found, doubt, isShared } = once(settling, `place ${value}`, (): Looked => {
    const look = places.find(said);
    const isShared = 'alike' in look && storesMeant(said.name, data.stores).length > 1;
    return { found: look, doubt: doubtOf(value, look), isShared };
  });
  if ('sure' in found) return row.put('storeId', found.sure.id);
  // a code or a name alone, which several have, is asked about as at a site
  if (value === said.name && isShared) return;
  const answer = asked.ask(doubt, row.line);
  const chosen = once(settling, `store ${answer}`, () => ({
    store: data.stores.find(({ id }) => id === answer),
  }));
  if (chosen.store) row.put('storeId', chosen.store.id);
  else keepOut(row, 'storeId', answer);
}

const doubtOf = (value: string, found: PlaceFound): Doubt => ({
  about: { code: 'facility', column: 'storeId', value },
  ...('alike' in found && found.guess && { guess: found.guess.id }),
  choices:
    'alike' in found
      ? found.alike.map(({ of, score }) => ({ answer: of.id, label: placeLabel(of), score }))
      : [],
});

/** With its site and region: the doubt is about names alone. */
const placeLabel = (store: NamedStore): string => {
  const { siteName, hasSiblings, name, regions = [] } = store;
  const named = siteName === undefined || hasSiblings === true ? name : siteName;
  return [`${named} (${storeLabel(store)})`, ...regions.slice(0, 2)].join(', ');
};
