/** What people know a record of central data by (rules R2 and R8): no two in use may say the same. */
import { foldCase } from '../same-text';
import { entities, type Entity, type EntityName } from './entities';

export const knownBy = (name: EntityName): Entity['knownBy'] => {
  const entity: Entity = entities[name];
  return entity.knownBy;
};

/** One text for all that says the same to a person; undefined where the name itself was never said, and for what has none. */
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
