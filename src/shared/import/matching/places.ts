/** The store that a row of a country's list means: by the national id of its facility, then by name and region. */
import { identityKey } from '../../same-identity';
import type { NamedStore } from '../equipment/equipment-data';
import { storesMeant } from '../equipment/find-store';
import { placeName } from './comparable';
import { SimilarNames, similarity, type Similar } from './similar-names';

/** The place of the equipment as a row gives it; '' where the row says nothing. */
interface SaidPlace {
  nationalId: string;
  name: string;
  /** the texts of all columns of this sort: a region, a district */
  regions: readonly string[];
}

/** `sure`: nobody needs to look. Otherwise the best first, and the first is a guess where it is much better than the next. */
export type PlaceFound = { sure: NamedStore } | { alike: readonly Similar<NamedStore>[]; guess?: NamedStore };

/** A score below this is no likeness. */
const LEAST = 0.4;
const GUESS = 0.6;
const MARGIN = 0.08;
/** Candidates that are shown. */
export const MOST_ALIKE = 6;
/** The factor for a store of another region than the row names. */
const OTHER_REGION = 0.75;

export class Places {
  readonly #byNationalId = new Map<string, NamedStore[]>();
  readonly #byName = new Map<string, NamedStore[]>();
  readonly #similar: SimilarNames<NamedStore>;

  constructor(private readonly stores: readonly NamedStore[]) {
    const names = stores.flatMap((store) => namesOf(store).map((name) => [name, store] as const));
    for (const [name, store] of names) put(this.#byName, name, store);
    for (const store of stores)
      for (const id of new Set([store.nationalId ?? '', store.siteCode ?? ''].map(identityKey)))
        if (id !== '') put(this.#byNationalId, id, store);
    this.#similar = new SimilarNames(names);
  }

  find(said: SaidPlace): PlaceFound {
    const { name } = said;
    const byId = this.#byNationalId.get(identityKey(said.nationalId)) ?? [];
    const [only] = byId;
    if (only && byId.length === 1 && (name === '' || likeness(name, only) >= 0.5)) return { sure: only };
    if (byId.length > 0) return this.#doubtful(said, byId);
    const here = this.#named(name).filter((store) => standsIn(store, said.regions) !== false);
    const [first] = here;
    if (first && here.length === 1) return { sure: first };
    return this.#doubtful(said, here);
  }

  /** The stores that a cell names as a whole: by a number or code in it, else by their name. */
  #named(name: string): readonly NamedStore[] {
    if (name === '') return [];
    const meant = storesMeant(name, this.stores);
    if (meant.length > 0) return meant;
    return this.#byNationalId.get(identityKey(name)) ?? this.#byName.get(placeName(name)) ?? [];
  }

  /** `first` are those that the row names, which stand before those that only look alike. */
  #doubtful({ name, regions }: SaidPlace, first: readonly NamedStore[]): PlaceFound {
    const scored = new Map<NamedStore, number>();
    const score = (store: NamedStore, alike: number): void => {
      const value = standsIn(store, regions) === false ? alike * OTHER_REGION : alike;
      scored.set(store, Math.max(value, scored.get(store) ?? 0));
    };
    for (const store of first) score(store, Math.max(0.5, likeness(name, store)));
    for (const { of, score: alike } of this.#similar.find(placeName(name), LEAST).slice(0, 50))
      score(of, alike);
    const alike = [...scored]
      .map(([of, value]) => ({ of, score: value }))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_ALIKE);
    const [best, second] = alike;
    const isGuess = best && best.score >= GUESS && best.score - (second?.score ?? 0) >= MARGIN;
    return { alike, ...(isGuess && { guess: best.of }) };
  }
}

/** A site with one store is that store; of several, each is called by its own name beside the site's. */
function namesOf(store: NamedStore): string[] {
  const { name, siteName = '', hasSiblings = false } = store;
  const texts = hasSiblings ? [name, `${siteName} ${name}`] : [name, siteName];
  return [...new Set(texts.map(placeName))].filter((text) => text !== '');
}

const likeness = (name: string, store: NamedStore): number =>
  Math.max(0, ...namesOf(store).map((own) => similarity(placeName(name), own)));

/** Undefined where the row, or central, does not say in which region. */
function standsIn({ regions = [] }: NamedStore, said: readonly string[]): boolean | undefined {
  const texts = said.map(placeName).filter((text) => text !== '');
  const own = regions.map(placeName);
  if (texts.length === 0 || own.length === 0) return undefined;
  return texts.some((text) => own.some((name) => name === text || similarity(name, text) >= 0.7));
}

function put<Of>(index: Map<string, Of[]>, key: string, one: Of): void {
  const known = index.get(key);
  if (!known) index.set(key, [one]);
  else if (!known.includes(one)) known.push(one);
}
