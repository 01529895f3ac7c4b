/** The plan of an import of equipment, row by row: each row is judged by the very command that will save it. */
import type { CommandContext } from '../../commands/command';
import { importAsset, type ImportedAsset } from '../../commands/import-asset';
import { identityKey, plainIdentity } from '../../same-identity';
import type { SheetRow } from '../../spreadsheet/table-file';
import { columnOfField, isWarning, type CellIssue } from '../import-issue';
import { withCountryNames } from '../matching/country-columns';
import { settleRows } from '../matching/settle-rows';
import { namesOf } from '../names/names-of-records';
import { planFile, type PlanRequest, type RowTexts } from '../plan-file';
import type { Planned, PlannedRow } from '../planned';
import type { Question } from '../reading/answers';
import type { CellWords } from '../write-rows';
import { afterImport, changedCells, type After } from './after-import';
import { catalogueCodes } from './catalogue-codes';
import { equipmentColumns } from './columns';
import { rowsAround, type EquipmentData, type EquipmentRow } from './equipment-data';
import { equipmentIndex, type EquipmentIndex } from './equipment-index';
import { storeFinder, type StoreFound } from './find-store';
import { readEquipmentRow, type EquipmentRowRead } from './read-equipment-row';
import type { EquipmentContext } from './row-in-hand';
import { rowQuestions } from './row-questions';
import { keepSaidLater, onDay, type AskSaidLater } from './said-later';
import { fileIndex, twinIssues, type FileIndex, type Identity } from './twin-issues';
import { equipmentWriter } from './write-equipment';

/** The records that a file names: the plan needs only this much of the equipment of a country. */
export interface Wanted {
  ids: readonly string[];
  storeIds: readonly string[];
}

interface EquipmentSubject {
  data: EquipmentData;
  context: Omit<CommandContext, 'newId'>;
  words: CellWords;
  /** loads the equipment that the file is about, where not all of it is in `data` */
  load?: (wanted: Wanted) => Promise<readonly EquipmentRow[]>;
  /** a list of a whole country: facilities, models and statuses in its own words */
  ofCountry?: boolean;
  /** finds people's records that an older list must not take back */
  saidLater?: AskSaidLater;
}

export function planEquipment(
  request: PlanRequest,
  { data: given, context: command, words, load, ofCountry = false, saidLater }: EquipmentSubject,
): Promise<Planned<ImportedAsset>> {
  let data = given;
  let index = equipmentIndex(data.assets);
  const write = equipmentWriter(data, words);
  const findStore = storeFinder(data.stores, request.answers);
  const own = equipmentColumns(data.around.properties);
  const known = ofCountry ? withCountryNames(own) : own;
  return planFile<ImportedAsset, EquipmentRow>(request, {
    known,
    keys: ofCountry ? [['assetNumber'], ['serialNumber']] : [['assetNumber']],
    ...(ofCountry && { settle: settleRows(given, known) }),
    write,
    ...(load && {
      prepare: async (texts) => {
        data = { ...data, assets: await load(wantedBy(texts, findStore)) };
        index = equipmentIndex(data.assets);
      },
    }),
    target: (texts) => targetOf(texts, { index, data, findStore }),
    plan: (reading) => {
      const rows = rowsAround(data);
      const judge: Judge = (input) => importAsset(rows, input, { ...command, newId: () => 'planned' });
      const shared = { names: namesOf(data.around), codes: catalogueCodes(data.catalogue) };
      const context: EquipmentContext = { ...reading, ...shared, data, findStore, write };
      return planRows(context, { index, judge, ...(saidLater && { saidLater }) });
    },
  });
}

function wantedBy(texts: readonly RowTexts[], findStore: (text: string) => StoreFound): Wanted {
  const valuesOf = (column: string): string[] => [...new Set(texts.flatMap((row) => row.get(column) ?? []))];
  const storeIds = valuesOf('storeId').flatMap((text) => {
    const found = findStore(text);
    return found !== 'unknown' && 'store' in found ? [found.store.id] : [];
  });
  return { ids: valuesOf('id').map(plainIdentity), storeIds: [...new Set(storeIds)] };
}

type Judge = (input: ImportedAsset) => ReturnType<typeof importAsset>;

/** Finds the piece by its id, else by its number in its store. */
function targetOf(
  texts: RowTexts,
  {
    index,
    data,
    findStore,
  }: { index: EquipmentIndex; data: EquipmentData; findStore: (text: string) => StoreFound },
): EquipmentRow | undefined {
  const byId = index.byId(plainIdentity(texts.get('id') ?? ''));
  if (byId) return byId;
  const number = texts.get('assetNumber');
  const text = texts.get('storeId');
  const only = data.stores.length === 1 ? data.stores[0] : undefined;
  const found = text === undefined ? only && { store: only } : findStore(text);
  if (number === undefined || found === undefined || found === 'unknown' || !('store' in found))
    return undefined;
  return index.numbered(found.store.id, plainIdentity(number));
}

interface Judging {
  index: EquipmentIndex;
  judge: Judge;
  saidLater?: AskSaidLater;
}

async function planRows(
  context: EquipmentContext,
  judging: Judging,
): Promise<{ rows: PlannedRow<ImportedAsset>[]; questions: Question[] }> {
  const read = context.rows.map((row, at) => {
    const target = context.targets[at];
    const own = readEquipmentRow(context, row, target);
    return { row, target, read: { ...own, input: onDay(own.input, context) } };
  });
  if (judging.saidLater) await keepSaidLater(context, read, judging.saidLater);
  const file = fileIndex(read.map(identityOf));
  const seen = new Map<string, number>();
  const rows: PlannedRow<ImportedAsset>[] = [];
  for (const one of read) {
    rows.push(await planRow(context, { ...judging, file, seen }, one));
    await context.pause(rows.length);
  }
  return {
    rows,
    questions: rowQuestions(
      context,
      rows,
      read.flatMap(({ read: { questions } }) => questions),
    ),
  };
}

interface PlannedRead {
  row: SheetRow;
  target: EquipmentRow | undefined;
  read: EquipmentRowRead;
}

const identityOf = ({ row, target, read: { input } }: PlannedRead): Identity => ({
  line: row.line,
  storeId: input.storeId,
  number: textOf(input.values['assetNumber']) || (target?.assetNumber ?? ''),
  serial: textOf(input.values['serialNumber']),
  target,
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

async function planRow(
  context: EquipmentContext,
  { index, judge, file, seen }: Judging & { file: FileIndex; seen: Map<string, number> },
  one: PlannedRead,
): Promise<PlannedRow<ImportedAsset>> {
  const { row, target, read } = one;
  const doubts = context.doubts.get(row.line);
  const judged = await judge(read.input);
  const issues = doubts
    ? withDoubts(doubts, read.issues)
    : unique([
        ...read.issues,
        ...(judged.ok ? [] : judged.issues).map(({ code, field, data }): CellIssue => ({
          column: columnOfField(field),
          // a command refuses with the rules' own codes
          code: code as CellIssue['code'],
          ...(data && { data }),
        })),
        ...twinIssues(identityOf(one), index, file),
        ...repeated(seen, identityOf(one), read.input.id),
      ]);
  const drafts = judged.ok && !doubts ? judged.value : [];
  const isWrong = issues.some((issue) => !isWarning(issue));
  const outcome = isWrong ? 'wrong' : !target ? 'new' : drafts.length > 0 ? 'changed' : 'same';
  const after: After = afterImport(context, read, target);
  const changes = outcome === 'changed' && target ? changedCells(context, { target, after, drafts }) : [];
  return {
    ...{ line: row.line, cells: row.cells, outcome, record: read.input, changes, issues },
    ...after.told,
  };
}

/** A row in doubt is not judged yet; the faults of its other cells are listed all the same. */
function withDoubts(doubts: readonly CellIssue[], issues: readonly CellIssue[]): readonly CellIssue[] {
  const columns = new Set(doubts.map(({ column }) => column));
  return [
    ...doubts,
    ...issues.filter(({ column, code }) => column !== '' && code !== 'missing' && !columns.has(column)),
  ];
}

/** A cell that could not be read is not also missing. */
function unique(issues: readonly CellIssue[]): CellIssue[] {
  const wrong = new Set(issues.filter((issue) => !isWarning(issue)).map(({ column }) => column));
  const byKey = new Map(issues.map((issue) => [`${issue.column} ${issue.code}`, issue]));
  return [...byKey.values()].filter(
    ({ column, code }) => !(isOfRules(code) && hasOther(issues, column, code) && wrong.has(column)),
  );
}

const isOfRules = (code: string): boolean =>
  code === 'missing-field' || code === 'status-missing' || code === 'store-not-here';

const hasOther = (issues: readonly CellIssue[], column: string, code: string): boolean =>
  issues.some((other) => other.column === column && other.code !== code && !isWarning(other));

/** Two rows of a file for one piece: the second would undo the first. */
function repeated(
  seen: Map<string, number>,
  { line, storeId, number }: Identity,
  id: string | undefined,
): CellIssue[] {
  const marks = [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(number === '' ? [] : [`${storeId}\n${identityKey(number)}`]),
  ];
  const before = marks.map((mark) => seen.get(mark)).find((row) => row !== undefined);
  for (const mark of marks) if (!seen.has(mark)) seen.set(mark, line);
  return before === undefined ? [] : [{ column: 'assetNumber', code: 'same-row', data: { row: before } }];
}
