/** The name of the programme that runs this central server: as staff have set it, else as the server gave it, kept so that it shows offline. */
import { PROGRAMME_SETTINGS } from '#shared/domain/programme-settings';
import { keepSetting, readSetting } from '../replica/kept-settings';
import type { ReplicaDatabase } from '../replica/database';

const key = 'programme';

export async function keepProgramme(db: ReplicaDatabase, name: string): Promise<void> {
  await keepSetting(db, key, name);
}

export async function programmeName(db: ReplicaDatabase): Promise<string> {
  const set = (await db.programmeSettings.get(PROGRAMME_SETTINGS))?.programmeName ?? '';
  if (set !== '') return set;
  const name = await readSetting(db, key);
  return typeof name === 'string' ? name : '';
}
