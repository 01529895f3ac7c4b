/** The store that a text names: by id, code or name, or by its site's code and its own. */
import { identityKey } from '../../same-identity';
import { answerTo, LEAVE_OUT, type Answers, type Question } from '../reading/answers';
import { sameHeading } from '../names/same-heading';
import type { NamedStore } from './equipment-data';

export const storeLabel = ({ siteCode, code }: NamedStore): string =>
  siteCode === undefined ? code : `${siteCode}/${code}`;

/** Every store that the text can mean. */
export function storesMeant(text: string, stores: readonly NamedStore[]): readonly NamedStore[] {
  const byId = stores.filter(({ id }) => id === text.trim());
  if (byId.length > 0) return byId;
  const key = identityKey(text);
  const byCode = stores.filter(
    (store) => identityKey(store.code) === key || identityKey(storeLabel(store)) === key,
  );
  if (byCode.length > 0) return byCode;
  const name = sameHeading(text);
  return stores.filter((store) => sameHeading(store.name) === name);
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
