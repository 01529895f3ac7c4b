/**
 * Ids that follow from an import and a line of its file: a row that is tried again writes nothing twice. Those of changes are their causes
 * alone, since a change has a time as well (rule C1).
 */
import { derivedUuid } from '#shared/derived-uuid';

/** Namespace of them. */
const IMPORTS = '0f6c7e0a-6f0e-4d1d-9a55-3a4a6a5f7b21';

const idOf = (importId: string, name: string): string => derivedUuid(IMPORTS, `${importId} ${name}`);

export const rowIdOf = (importId: string, line: number, index: number): string =>
  idOf(importId, `${line} row ${index}`);

export const causeOf = (importId: string, line: number, index: number): string =>
  idOf(importId, `${line} change ${index}`);

export const undoCauseOf = (importId: string, line: number, index: number): string =>
  idOf(importId, `${line} undo ${index}`);
