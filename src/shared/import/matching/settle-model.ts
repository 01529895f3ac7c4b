/** Settles the model of a row. A model that no catalogue has becomes a piece by hand, of a type that a person names. */
import type { AssetType } from '../../domain/hierarchy';
import type { CatalogueItem } from '../../domain/catalogue-item';
import { sameHeading } from '../names/same-heading';
import { asValue, type Choice, type Doubt } from './asked-values';
import type { ModelFound } from './models';
import type { OpenRow } from './row-texts';
import { keepOut, once, type Settling } from './settling';
import { SimilarNames } from './similar-names';

interface Looked {
  found: ModelFound;
  doubt: Doubt;
  /** the type that the row itself names */
  type?: AssetType | undefined;
}

const OF_TYPE = 'type:';

export function settleModel(settling: Settling, row: OpenRow): void {
  const { data, asked } = settling;
  const [code, manufacturer, model] = ['catalogueItemId', 'manufacturer', 'model'].map(row.text);
  const said = { code: code ?? '', manufacturer: manufacturer ?? '', model: model ?? '' };
  const typeText = row.text('typeId');
  const value = asValue([said.code, said.manufacturer, said.model, typeText]);
  if (value === '') return;
  const { found, doubt, type } = once(settling, `model ${value}`, (): Looked =>
    look(settling, said, value, typeText),
  );
  if ('sure' in found) return putItem(row, found.sure, said.code === '');
  if (found.alike.length === 0 && type) return putType(settling, row, type);
  const answer = asked.ask(doubt, row.line);
  const item = data.catalogue.find(({ id }) => id === answer);
  if (item) return putItem(row, item, true);
  const chosen = data.around.types.find(({ id }) => answer === `${OF_TYPE}${id}`);
  if (chosen) putType(settling, row, chosen);
  else keepOut(row, said.code === '' ? 'model' : 'catalogueItemId', answer);
}

function look(
  { models, data }: Settling,
  said: Parameters<typeof models.find>[0],
  value: string,
  typeText: string,
): Looked {
  const exact = data.catalogue.find(({ id }) => id === said.code);
  const found: ModelFound = exact ? { sure: exact } : models.find(said);
  const types = data.around.types.filter(({ deletedAt }) => deletedAt === undefined);
  const type = types.find(({ name }) => sameHeading(name) === sameHeading(typeText));
  const alike = 'alike' in found ? found.alike : [];
  const items = alike.map(({ of, score }): Choice => ({ answer: of.id, label: itemLabel(of), score }));
  const guess = 'alike' in found ? found.guess?.id : undefined;
  const guessed = guess ?? (items.length === 0 ? typeGuess(types, typeText) : undefined);
  const doubt = {
    about: { code: 'model', column: 'catalogueItemId', value } as const,
    choices: [...items, ...types.map(({ id, name }): Choice => ({ answer: `${OF_TYPE}${id}`, label: name }))],
    guess: guessed,
  };
  return { found, doubt, type };
}

function typeGuess(types: readonly AssetType[], text: string): string | undefined {
  const names = new SimilarNames(types.map((type) => [sameHeading(type.name), type] as const));
  const [best] = names.find(sameHeading(text), 0.6);
  return best && `${OF_TYPE}${best.of.id}`;
}

const itemLabel = ({ code, manufacturer = '', model }: CatalogueItem): string =>
  [manufacturer, model, `(${code})`].filter((text) => text !== '').join(' ');

/** The model gives the kind, so the row's own words for it are not needed. */
function putItem(row: OpenRow, item: CatalogueItem, isByName: boolean): void {
  row.put('catalogueItemId', item.id);
  for (const column of ['classId', 'categoryId', 'typeId']) row.put(column, '');
  if (isByName) for (const column of ['manufacturer', 'model']) row.put(column, '');
}

function putType({ data: { around } }: Settling, row: OpenRow, type: AssetType): void {
  const category = around.categories.find(({ id }) => id === type.categoryId);
  const above = around.classes.find(({ id }) => id === category?.classId);
  row.put('catalogueItemId', '');
  row.put('classId', above?.name ?? '');
  row.put('categoryId', category?.name ?? '');
  row.put('typeId', type.name);
}
