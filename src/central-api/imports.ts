/** Lists of a country's equipment and of its sites, read, imported and undone by central. Only support staff may ask. */
import {
  importAnswer,
  importPage,
  importRows,
  type ImportAnswer,
  type ImportPage,
  type ImportRows,
} from '#shared/api/import';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

/** A workbook of some megabytes goes up a slow link, and is read before the answer comes, milliseconds. */
const FILE_PATIENCE = 10 * 60_000;

const pathOf = (id: string): string => `/api/imports/${encodeURIComponent(id)}`;

/** The tables that staff bring here. */
export const broughtTables = ['equipment', 'site', 'user'] as const;
export type BroughtTable = (typeof broughtTables)[number];

export function sendImport(central: Central, table: BroughtTable, file: File): Promise<Result<ImportAnswer>> {
  const form = new FormData();
  form.append('table', table);
  form.append('file', file, file.name);
  return call(central, { method: 'POST', path: '/api/imports', form, patience: FILE_PATIENCE }, importAnswer);
}

/** Another sheet of the same workbook, as a list of its own. */
export const addSheet = (central: Central, id: string, sheet: string): Promise<Result<ImportAnswer>> =>
  call(
    central,
    { method: 'POST', path: `${pathOf(id)}/sheets`, body: { sheet }, patience: FILE_PATIENCE },
    importAnswer,
  );

export const listImports = (central: Central, cursor?: string): Promise<Result<ImportPage>> =>
  call(central, { path: '/api/imports', query: { limit: 20, cursor } }, importPage);

export const getImport = (central: Central, id: string): Promise<Result<ImportAnswer>> =>
  call(central, { path: pathOf(id) }, importAnswer);

export const sayOfImport = (
  central: Central,
  id: string,
  body: { answers: Record<string, string>; mapping: Record<string, string> },
): Promise<Result<ImportAnswer>> => call(central, { method: 'PATCH', path: pathOf(id), body }, importAnswer);

export const importedRows = (
  central: Central,
  id: string,
  query: { outcome: string; cursor?: string; limit?: number },
): Promise<Result<ImportRows>> =>
  call(central, { path: `${pathOf(id)}/rows`, query: { limit: 25, ...query } }, importRows);

export const runImport = (
  central: Central,
  id: string,
  what: 'commit' | 'stop' | 'undo',
): Promise<Result<ImportAnswer>> =>
  call(central, { method: 'POST', path: `${pathOf(id)}/${what}`, query: { wait: 'no' } }, importAnswer);
