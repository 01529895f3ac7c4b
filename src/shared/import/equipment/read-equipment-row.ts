/** One row of a file: which piece of equipment it is, what it says of it, and what in it cannot be read. */
import type { ImportedAsset } from '../../commands/import-asset';
import type { CatalogueItem } from '../../domain/catalogue-item';
import { textOfCell } from '../../spreadsheet/cell';
import type { SheetRow } from '../../spreadsheet/table-file';
import { columnFor, propertyKey } from '../column';
import type { CellIssue } from '../import-issue';
import type { Names } from '../names/names-of-records';
import { sameHeading } from '../names/same-heading';
import type { Reading } from '../plan-file';
import { answerTo, type Question } from '../reading/answers';
import { readCell, type Value } from '../reading/read-cell';
import { readName } from '../reading/read-name';
import { shapeIssues } from '../reading/row-shape';
import type { CatalogueCodes } from './catalogue-codes';
import type { EquipmentData, EquipmentRow, NamedStore } from './equipment-data';
import type { StoreFound } from './find-store';
import { readStatus } from './read-status';
import type { EquipmentWriter } from './write-equipment';

export interface EquipmentContext extends Reading<EquipmentRow> {
  names: Names;
  data: EquipmentData;
  codes: CatalogueCodes;
  findStore: (text: string) => StoreFound;
  write: EquipmentWriter;
}

export interface EquipmentRowRead {
  input: ImportedAsset;
  issues: CellIssue[];
  questions: Question[];
  /** columns whose cells say something */
  said: ReadonlyMap<string, Value>;
  item: CatalogueItem | undefined;
}

/** Said by the catalogue item where there is one. */
const ofItem = ['classId', 'categoryId', 'typeId', 'manufacturer', 'model'];
const readElsewhere = ['id', 'storeId', 'catalogueItemId'];
const ofStatus = ['functionalStatus', 'reason', 'comment'];

export function readEquipmentRow(
  context: EquipmentContext,
  row: SheetRow,
  target: EquipmentRow | undefined,
): EquipmentRowRead {
  const found: Found = {
    row,
    target,
    texts: new Map(context.inFile.map(({ column, at }) => [column.id, textOfCell(row.cells[at])])),
    issues: shapeIssues(row, context.heading, context.kind),
    questions: [],
  };
  const storeId = storeOf(context, found);
  const item = itemOf(context, found);
  const said = readCells(context, found, item ?? keptItem(context, found));
  if (item) said.set('catalogueItemId', item.id);
  const { status, issues } = readStatus({
    said,
    target,
    reasons: context.data.reasons,
    answers: context.answers,
  });
  return {
    input: {
      ...(target && { id: target.id }),
      storeId,
      values: valuesOf(said),
      ...(status && { status }),
    },
    issues: [...found.issues, ...issues],
    questions: found.questions,
    said,
    item,
  };
}

interface Found {
  row: SheetRow;
  target: EquipmentRow | undefined;
  texts: ReadonlyMap<string, string>;
  issues: CellIssue[];
  questions: Question[];
}

/** A place with one store needs no such column; a row of a piece that is known lies where that lies, and moves nothing. */
function storeOf(
  { findStore, data }: EquipmentContext,
  { texts, target, issues, questions, row }: Found,
): string {
  const text = texts.get('storeId') ?? '';
  const only = data.stores.length === 1 ? data.stores[0] : undefined;
  if (text === '') {
    if (!target && !only) issues.push({ column: 'storeId', code: 'missing' });
    return target?.storeId ?? only?.id ?? '';
  }
  const found = findStore(text);
  if (found === 'unknown') issues.push({ column: 'storeId', code: 'store-not-here' });
  else if ('question' in found) {
    issues.push({ column: 'storeId', code: 'store-doubtful' });
    questions.push({ ...found.question, line: row.line });
  } else if (target && found.store.id !== target.storeId)
    issues.push({
      column: 'storeId',
      code: 'moves-store',
      data: { store: storeName(data.stores, target.storeId) },
    });
  return target?.storeId ?? (found !== 'unknown' && 'store' in found ? found.store.id : '');
}

const storeName = (stores: readonly NamedStore[], id: string): string =>
  stores.find((store) => store.id === id)?.code ?? id;

/** The item that the row names. */
function itemOf({ codes, answers }: EquipmentContext, { texts, target, issues, questions, row }: Found) {
  const text = texts.get('catalogueItemId') ?? '';
  if (text === '') return undefined;
  const meant = codes.meant(text);
  const own = meant.find(({ id }) => id === target?.catalogueItemId);
  const [only] = meant;
  if (own ?? meant.length === 1) return own ?? only;
  if (!only) {
    issues.push({ column: 'catalogueItemId', code: 'unknown-catalogue-item' });
    return undefined;
  }
  const about = { code: 'catalogue-item', column: 'catalogueItemId', value: text } as const;
  const answer = answerTo(answers, about);
  const chosen = meant.find((item) => answer === codes.label(item) || answer === item.id);
  questions.push({
    ...about,
    choices: meant.map(codes.label),
    line: row.line,
    ...(answer !== undefined && { answer }),
  });
  if (!chosen) issues.push({ column: 'catalogueItemId', code: 'item-doubtful' });
  return chosen;
}

/** The item of a piece that is known, where the file does not take it away. */
const keptItem = (
  { codes, clears }: EquipmentContext,
  { texts, target }: Found,
): CatalogueItem | undefined =>
  texts.get('catalogueItemId') === '' && clears ? undefined : codes.byId.get(target?.catalogueItemId ?? '');

function readCells(
  context: EquipmentContext,
  { row, target, texts, issues }: Found,
  item: CatalogueItem | undefined,
): Map<string, Value> {
  const { inFile, names, manner, now, write, clears } = context;
  const said = new Map<string, Value>();
  const known = new Map<string, unknown>(Object.entries(item ?? target ?? {}));
  const place = (field: string): unknown => said.get(field) ?? known.get(field);
  for (const { column: general, at } of inFile.filter(({ column }) => !skipped.has(column.id))) {
    const cell = row.cells[at] ?? null;
    const text = texts.get(general.id) ?? '';
    const before = target ? textOfCell(write(general, target)) : '';
    if (target && before === text && !ofStatus.includes(general.id)) continue;
    if (text === '') {
      if (before === '' && !general.required) continue;
      if (saysNothingBlank.has(general.kind) || ofStatus.includes(general.id) || at >= row.cells.length)
        continue;
      if (item && ofItem.includes(general.id)) continue;
      if (target && !general.required)
        issues.push({ column: general.id, code: 'would-clear', data: { value: before } });
      if (target && !clears && !general.required) continue;
    }
    if (item && ofItem.includes(general.id)) {
      issues.push(
        ...contradiction(
          general.id,
          text,
          write(general, { ...blankRow, catalogueItemId: item.id, ...placeOf(item) }),
        ),
      );
      continue;
    }
    const column = columnFor(general, place);
    const { value, issue } =
      readName(column, cell, names, place) ?? readCell(column, cell, { manner: manner(column), now });
    if (issue) issues.push({ column: column.id, code: issue });
    if (value !== undefined) said.set(column.id, sameNumber(column.id, value, target));
  }
  if (texts.get('catalogueItemId') === '' && target?.catalogueItemId !== undefined)
    clearItem(said, issues, target, context);
  return said;
}

const skipped = new Set(readElsewhere);
const saysNothingBlank = new Set(['status', 'yes-no', 'class', 'category', 'type', 'id']);

/** A number that only looks different is the number that is known. */
function sameNumber(column: string, value: Value, target: EquipmentRow | undefined): Value {
  return column === 'assetNumber' &&
    target &&
    typeof value === 'string' &&
    sameHeading(value) === sameHeading(target.assetNumber)
    ? target.assetNumber
    : value;
}

function clearItem(
  said: Map<string, Value>,
  issues: CellIssue[],
  target: EquipmentRow,
  { codes, clears }: EquipmentContext,
): void {
  const item = codes.byId.get(target.catalogueItemId ?? '');
  issues.push({ column: 'catalogueItemId', code: 'would-clear', data: { value: item?.code ?? '' } });
  if (clears) said.set('catalogueItemId', null);
}

/** What the row says of make and kind, where the catalogue says otherwise: the catalogue's word is what is saved. */
function contradiction(column: string, text: string, ofCatalogue: ReturnType<EquipmentWriter>): CellIssue[] {
  const value = textOfCell(ofCatalogue);
  return text === '' || value === '' || sameHeading(value) === sameHeading(text)
    ? []
    : [{ column, code: 'contradicts-item', data: { value } }];
}

const placeOf = ({ classId, categoryId, typeId }: CatalogueItem) => ({ classId, categoryId, typeId });

/** Only for writing what a catalogue item says. */
const blankRow: EquipmentRow = {
  ...{ id: '', storeId: '', assetNumber: '', classId: '', categoryId: '', typeId: '' },
  ...{ needsReplacement: false, properties: {}, lockedFields: [], createdAt: '', modifiedAt: '' },
};

function valuesOf(said: ReadonlyMap<string, Value>): Record<string, unknown> {
  const fields = [...said].filter(([id]) => !ofStatus.includes(id));
  const properties = fields.flatMap(([id, value]) => {
    const key = propertyKey(id);
    return key === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(fields.filter(([id]) => propertyKey(id) === undefined)),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}
