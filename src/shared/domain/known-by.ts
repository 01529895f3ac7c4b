/** The fields by which people know a record of central data (rules R2 and R8): no two records in use may have the same values there. */
import { foldCase } from '../same-text';
import { entities, type Entity, type EntityName } from './entities';

export const knownBy = (name: EntityName): Entity['knownBy'] => {
  const entity: Entity = entities[name];
  return entity.knownBy;
};

/** One text for all records with the same name to a person; undefined where the name was never given, and for an entity without names. */
export function nameKey(entity: EntityName, row: object): string | undefined {
  const fields = knownBy(entity);
  if (!fields) return undefined;
  const values = new Map<string, unknown>(Object.entries(row));
  const parts = fields.map((field) => {
    const value = values.get(field);
    return typeof value === 'string' ? foldCase(value) : '';
  });
  return parts.at(-1) === '' ? undefined : parts.join('\n');
}
