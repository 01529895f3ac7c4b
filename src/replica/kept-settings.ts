/** Reads and keeps a person's choices and beginnings on this device. */
import type { ReplicaDatabase } from './database';
import type { Setting, SettingKey } from './settings';

type Value = Setting['value'];

/** Undefined where it was never kept. For `live(...)`. */
export const readSetting = async (db: ReplicaDatabase, key: SettingKey): Promise<Value | undefined> =>
  (await db.settings.get(key))?.value;

export async function keepSetting(db: ReplicaDatabase, key: SettingKey, value: Value): Promise<void> {
  await db.settings.put({ key, value });
}

export const dropSetting = (db: ReplicaDatabase, key: SettingKey): Promise<void> => db.settings.delete(key);

/** Two changes at the same time are both kept: each applies to the value at that time. `change` returns undefined to leave it as it is. */
export const changeSetting = (
  db: ReplicaDatabase,
  key: SettingKey,
  change: (value: Value | undefined) => Value | undefined,
): Promise<void> =>
  db.transaction('rw', db.settings, async () => {
    const value = change(await readSetting(db, key));
    if (value !== undefined) await keepSetting(db, key, value);
  });
