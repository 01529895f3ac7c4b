/** The name of the programme whose central server this is, kept so that it can be shown without a network. */
import type { ReplicaDatabase } from '../replica/database';

const key = 'programme';

export async function keepProgramme(db: ReplicaDatabase, name: string): Promise<void> {
  await db.settings.put({ key, value: name });
}

export async function programmeName(db: ReplicaDatabase): Promise<string> {
  const setting = await db.settings.get(key);
  return typeof setting?.value === 'string' ? setting.value : '';
}
