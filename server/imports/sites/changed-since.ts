/** Edits of colleagues after a list of facilities was read: they stay, as those of equipment do. */
import { writesOf } from '#shared/change/fold';
import type { Json } from '#shared/json';
import type { LoggedChange } from '../../database/port/changes';
import { causeIn } from '../../id-by-content';

export interface ReadAt {
  /** the end of the log when the file was read */
  readSeq: number;
  /** the causes of the changes that the import itself writes, in this try and in earlier ones */
  own: Set<string>;
}

/**
 * True if a colleague has meanwhile renamed the site, or written one of the fields that the row would write. `before`: what stands now in
 * those fields, and as `name` the name. `nameThen`: see ImportedSite. `filed`: all changes of the facility.
 */
export function isChangedSince(
  { readSeq, own }: ReadAt,
  nameThen: string | null | undefined,
  before: Readonly<Record<string, Json>>,
  filed: readonly LoggedChange[],
): boolean {
  if ('name' in before && nameThen !== undefined && before['name'] !== nameThen) return true;
  return filed.some(
    ({ seq, change }) =>
      seq > readSeq &&
      !own.has(causeIn(change.id)) &&
      writesOf(change).some(([field]) => Object.hasOwn(before, field)),
  );
}
