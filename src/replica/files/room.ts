/**
 * The room that the browser gives this app, and a warning when it is nearly used up, before a photo finds none. Some browsers
 * return the same large number on every device, so that pages cannot tell devices apart. There, only a file that found no room
 * shows it.
 */
import type { ReplicaDatabase } from '../database';

export type Estimate = () => Promise<{ usage?: number | undefined; quota?: number | undefined }>;

export const browserEstimate: Estimate = async () =>
  'navigator' in globalThis && 'storage' in navigator ? navigator.storage.estimate() : {};

/** Bytes: about a hundred photos, and the room reserved for records. */
const LITTLE = 50e6;

export interface Room {
  /** bytes; undefined where the browser does not say */
  free?: number;
  used?: number;
}

export async function readRoom(estimate: Estimate = browserEstimate): Promise<Room> {
  const { usage, quota } = await estimate().catch(() => ({ usage: undefined, quota: undefined }));
  return {
    ...(usage !== undefined && { used: usage }),
    ...(usage !== undefined && quota !== undefined && { free: Math.max(0, quota - usage) }),
  };
}

export const isLittle = ({ free }: Room): boolean => free !== undefined && free < LITTLE;

const key = 'filesNoRoom';

/** A file found no room, or only after copies of others had gone. */
export const noteNoRoom = async (db: ReplicaDatabase): Promise<void> => {
  await db.settings.put({ key, value: true }).catch(() => undefined);
};
export const forgetNoRoom = (db: ReplicaDatabase): Promise<void> => db.settings.delete(key);
export const hadNoRoom = async (db: ReplicaDatabase): Promise<boolean> =>
  (await db.settings.get(key))?.value === true;
