/** The difference between central's clock and this device's, kept for the times in changes (rule H3). */
import type { ReplicaDatabase } from '../database';

/** Central's time minus this device's in milliseconds, taken to be read halfway between asking and hearing. */
export const offsetOf = (centralTime: number, askedAt: number, heardAt: number): number =>
  Math.round(centralTime - (askedAt + heardAt) / 2);

export const saveOffset = (db: ReplicaDatabase, offsetMs: number): Promise<number> =>
  db.author.update('me', { offsetMs });
