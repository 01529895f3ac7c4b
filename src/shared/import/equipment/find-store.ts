/** The store that a text names: by id, code or name, or by its site's code and its own. */
import { identityKey } from '../../same-identity';
import { answerTo, LEAVE_OUT, type Answers, type Question } from '../reading/answers';
import { sameHeading } from '../names/same-heading';
import type { NamedStore } from './equipment-data';

export const storeLabel = ({ siteCode, code }: NamedStore): string =>
  siteCode === undefined ? code : `${siteCode}/${code}`;

interface StoreBook {
  byId: ReadonlyMap<string, NamedStore>;
  byCode: ReadonlyMap<string, readonly NamedStore[]>;
  byName: ReadonlyMap<string, readonly NamedStore[]>;
}

/** A country has thousands of stores, and a list of its equipment thousands of names for them. */
const books = new WeakMap<readonly NamedStore[], StoreBook>();

function bookOf(stores: readonly NamedStore[]): StoreBook {
  const known = books.get(stores);
  if (known) return known;
  const byCode = new Map<string, NamedStore[]>();
  const byName = new Map<string, NamedStore[]>();
  for (const store of stores) {
    for (const key of new Set([store.code, storeLabel(store)].map(identityKey)))
      byCode.set(key, [...(byCode.get(key) ?? []), store]);
    const name = sameHeading(store.name);
    byName.set(name, [...(byName.get(name) ?? []), store]);
  }
  const book = { byId: new Map(stores.map((store) => [store.id, store])), byCode, byName };
  books.set(stores, book);
  return book;
}

/** Every store that the text can mean. */
export function storesMeant(text: string, stores: readonly NamedStore[]): readonly NamedStore[] {
  const { byId, byCode, byName } = bookOf(stores);
  const own = byId.get(text.trim());
  if (own) return [own];
  return byCode.get(identityKey(text)) ?? byName.get(sameHeading(text)) ?? [];
}

export type StoreFound = { store: NamedStore } | { question: Question } | 'unknown';

/** Each text is looked up once: thousands of rows name a few stores. */
export function storeFinder(stores: readonly NamedStore[], answers: Answers): (text: string) => StoreFound {
  const known = new Map<string, StoreFound>();
  return (text) => {
    const found = known.get(text) ?? find(text, stores, answers);
    known.set(text, found);
    return found;
  };
}

function find(text: string, stores: readonly NamedStore[], answers: Answers): StoreFound {
  const meant = storesMeant(text, stores);
  const [only] = meant;
  if (!only) return 'unknown';
  if (meant.length === 1) return { store: only };
  const about = { code: 'store', column: 'storeId', value: text } as const;
  const answer = answerTo(answers, about);
  const chosen = meant.find((store) => answer === storeLabel(store) || answer === store.id);
  return chosen
    ? { store: chosen }
    : {
        question: {
          ...about,
          choices: [...meant.map(storeLabel), LEAVE_OUT],
          ...(answer === LEAVE_OUT && { answer }),
        },
      };
}
