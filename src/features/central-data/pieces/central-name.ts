/** The name by which people know a record of central data: its code where it has one, else its name; '' where it is not known here. */
import type { EntityName } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../../../replica/database';

export async function centralName(db: ReplicaDatabase, entity: EntityName | '', id: string): Promise<string> {
  const row: object | undefined = entity === '' ? undefined : await db.rowsOf(entity).get(id);
  const known: [string, unknown][] = Object.entries(row ?? {});
  const names = ['code', 'reason', 'shortName', 'name'].map(
    (key) => known.find(([field]) => field === key)?.[1],
  );
  const name: unknown = names.find((value) => typeof value === 'string');
  return typeof name === 'string' ? name : '';
}
