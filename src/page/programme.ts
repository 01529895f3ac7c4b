/** The name of the programme that runs this central server, kept so that it can be shown without a network. */
import { keepSetting, readSetting } from '../replica/kept-settings';
import type { ReplicaDatabase } from '../replica/database';

const key = 'programme';

export async function keepProgramme(db: ReplicaDatabase, name: string): Promise<void> {
  await keepSetting(db, key, name);
}

export async function programmeName(db: ReplicaDatabase): Promise<string> {
  const name = await readSetting(db, key);
  return typeof name === 'string' ? name : '';
}
