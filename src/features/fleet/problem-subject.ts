/** The subject of a problem as people know it: equipment by its number, central data by its kind and name. */
import { isListed } from '#shared/domain/entities';
import type { FleetProblem } from '#shared/api/fleet';
import type { ReplicaDatabase } from '../../replica/database';
import type { Words } from '../../words/words.svelte';
import { centralName } from '../central-data/pieces/central-name';
import type { Settling } from './problem-pairs';

/** '' for a record that is not central data, or is not known here */
export const nameOfCentral = (
  db: ReplicaDatabase,
  { entity, entityId }: Pick<FleetProblem, 'entity' | 'entityId'>,
): Promise<string> => (isListed(entity) ? centralName(db, entity, entityId) : Promise.resolve(''));

/** `name`: of central data. Undefined where nothing is known of it. */
export function saySubject(words: Words, { problem, records }: Settling, name: string): string | undefined {
  if (records.length > 0) return words.line(...records.map(({ assetNumber }) => assetNumber));
  if (!isListed(problem.entity)) return undefined;
  return words.line(words.t(`entities.one-${problem.entity}`), name);
}
