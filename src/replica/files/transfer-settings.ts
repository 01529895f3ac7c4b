/** A person's settings for the sending of files from this device. */
import type { ReplicaDatabase } from '../database';

interface TransferSettings {
  isPaused: boolean;
  /** not over a link that is paid by the megabyte, where the browser can tell */
  onlyWifi: boolean;
}

export async function readTransferSettings(db: ReplicaDatabase): Promise<TransferSettings> {
  const [paused, wifi] = await db.settings.bulkGet(['filesPaused', 'filesOnlyWifi']);
  return { isPaused: paused?.value === true, onlyWifi: wifi?.value === true };
}

export const pauseFiles = (db: ReplicaDatabase, value: boolean): Promise<string> =>
  db.settings.put({ key: 'filesPaused', value });

export const sendOnlyByWifi = (db: ReplicaDatabase, value: boolean): Promise<string> =>
  db.settings.put({ key: 'filesOnlyWifi', value });
