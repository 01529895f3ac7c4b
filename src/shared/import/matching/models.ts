/** The model that a row of a country's list means: by its PQS code however it is written, then by maker and model. */
import type { CatalogueItem } from '../../domain/catalogue-item';
import { codeLetters, makerName, modelName } from './comparable';
import { SimilarNames, similarity, type Similar } from './similar-names';

interface SaidModel {
  code: string;
  manufacturer: string;
  model: string;
}

export type ModelFound =
  { sure: CatalogueItem } | { alike: readonly Similar<CatalogueItem>[]; guess?: CatalogueItem };

const LEAST = 0.4;
const GUESS = 0.65;
const MARGIN = 0.08;
const MOST_ALIKE = 6;
/** Two makers are one company where their names are this much alike. */
const SAME_MAKER = 0.6;

export class Models {
  readonly #byCode = new Map<string, CatalogueItem[]>();
  readonly #byModel = new Map<string, CatalogueItem[]>();
  readonly #similar: SimilarNames<CatalogueItem>;

  constructor(catalogue: readonly CatalogueItem[]) {
    const inUse = catalogue.filter(({ deletedAt }) => deletedAt === undefined);
    for (const item of inUse) {
      put(this.#byCode, codeLetters(item.code), item);
      put(this.#byModel, squeezed(item.model), item);
    }
    this.#similar = new SimilarNames(
      inUse.flatMap((item) => [
        [modelName(item.model), item] as const,
        [`${makerName(item.manufacturer ?? '')} ${modelName(item.model)}`, item] as const,
      ]),
    );
  }

  find(said: SaidModel): ModelFound {
    const coded = this.#byCode.get(codeLetters(said.code)) ?? [];
    const [only] = coded;
    if (only && coded.length === 1) return { sure: only };
    const named = coded.length > 0 ? coded : (this.#byModel.get(squeezed(said.model)) ?? []);
    const made = named.filter((item) => isMadeBy(item, said.manufacturer));
    const [first] = made;
    if (first && made.length === 1) return { sure: first };
    return this.#doubtful(said, made.length > 0 ? made : named);
  }

  #doubtful({ manufacturer, model, code }: SaidModel, first: readonly CatalogueItem[]): ModelFound {
    const scored = new Map<CatalogueItem, number>(first.map((item) => [item, 0.6]));
    const text = `${makerName(manufacturer)} ${modelName(model)}`.trim();
    for (const { of, score } of this.#similar.find(text === '' ? modelName(code) : text, LEAST)) {
      const value = manufacturer === '' || isMadeBy(of, manufacturer) ? score : score * 0.8;
      scored.set(of, Math.max(value, scored.get(of) ?? 0));
    }
    const alike = [...scored]
      .map(([of, score]) => ({ of, score }))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_ALIKE);
    const [best, second] = alike;
    const isGuess = best && best.score >= GUESS && best.score - (second?.score ?? 0) >= MARGIN;
    return { alike, ...(isGuess && { guess: best.of }) };
  }
}

const squeezed = (model: string): string => modelName(model).replaceAll(' ', '');

const isMadeBy = ({ manufacturer = '' }: CatalogueItem, said: string): boolean =>
  said === '' ||
  manufacturer === '' ||
  similarity(makerName(manufacturer), makerName(said)) >= SAME_MAKER ||
  makerName(manufacturer).split(' ')[0] === makerName(said).split(' ')[0];

function put(index: Map<string, CatalogueItem[]>, key: string, item: CatalogueItem): void {
  if (key === '') return;
  index.set(key, [...(index.get(key) ?? []), item]);
}
