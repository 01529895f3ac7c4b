/** The files that the programme takes, as far as this device knows. */
import { fileLimits, type FileLimits } from '#shared/domain/file-limits';
import { PROGRAMME_SETTINGS } from '#shared/domain/programme-settings';
import type { ReplicaDatabase } from '../database';

export const fileLimitsHere = async (db: ReplicaDatabase): Promise<FileLimits> =>
  fileLimits(await db.programmeSettings.get(PROGRAMME_SETTINGS));
