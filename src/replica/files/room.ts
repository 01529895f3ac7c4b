/** How much room the browser gives this app, and whether that is nearly used up: told before a photo has none. */

export type Estimate = () => Promise<{ usage?: number | undefined; quota?: number | undefined }>;

export const browserEstimate: Estimate = async () =>
  'navigator' in globalThis && 'storage' in navigator ? navigator.storage.estimate() : {};

/** Bytes: about a hundred photos, and what is reserved for records. */
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
