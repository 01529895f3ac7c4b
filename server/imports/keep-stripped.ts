/** A list of people may hold passwords in plain: once it is read, the file makes room for all of it but these. */
import { rename, rm, writeFile } from 'node:fs/promises';
import type { PlanRequest } from '#shared/import/plan-file';
import { openStripped, strippedOf, type StrippedFile } from '#shared/import/users/stripped-file';
import type { ImportTable } from './import-record';

/** Where an import keeps its file, and what is kept in its place. */
export interface FilePlaces {
  filePath: string;
  strippedPath: string;
}

interface ReadFile extends Pick<PlanRequest, 'bytes' | 'answers' | 'mapping'>, FilePlaces {
  table: ImportTable;
  stripped?: StrippedFile;
}

/** `isTable`: one that cannot be read is not kept either, whatever it is. */
export async function keepStripped(read: ReadFile, isTable: boolean): Promise<void> {
  if (read.table !== 'user') return;
  const stripped = await strippedOf(read, read);
  if (stripped) await writeStripped(read.strippedPath, stripped);
  if (stripped || !isTable) await rm(read.filePath, { force: true });
}

export async function writeStripped(path: string, stripped: StrippedFile): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(stripped), { flush: true });
  await rename(`${path}.new`, path);
}

/** Opens what is kept, where that is not the file. */
export const opening = (stripped: StrippedFile | undefined): Pick<PlanRequest, 'open'> =>
  stripped ? { open: (_bytes, choices = {}) => Promise.resolve(openStripped(stripped, choices)) } : {};
