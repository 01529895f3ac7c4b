/** The id that a new record of central data is given, since mSupply or another program knows it by that one. */
import { centralEntities } from '../domain/entities';
import type { RowReader } from '../domain/rules/rows';
import { limits } from '../protocol/limits';
import type { Issue } from '../result';

/** Ids as mSupply and Open mSupply write them: letters, digits, dots, dashes. */
const ID = /^[\p{L}\p{N}._-]+$/u;

export const isGivenId = (text: string): boolean => text.length <= limits.idLength && ID.test(text);

/** The reason why no record of central data can be made under this id; undefined where it can. To sites an id is one record of any kind. */
export async function givenIdIssue(rows: RowReader, id: string): Promise<Issue | undefined> {
  if (!isGivenId(id)) return { code: 'id-not-valid', field: 'id' };
  for (const entity of centralEntities)
    if (await rows.get(entity, id)) return { code: 'id-taken', field: 'id' };
  return undefined;
}
