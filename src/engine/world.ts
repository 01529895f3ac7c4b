/** All that the engine takes from outside itself, so that tests can run it in Node with a clock of their own. */
import type { ReplicaDatabase } from '../replica/database';

/** `link`: the kind of network has changed, where the browser can tell */
export type WorldSignal = 'online' | 'offline' | 'link' | 'visible' | 'sync-now';

export interface World {
  db: ReplicaDatabase;
  /** of this app, as central shows it to staff */
  version: string;
  WebSocket: typeof WebSocket;
  fetch: typeof fetch;
  /** this device's clock, milliseconds */
  now(): number;
  /** from 0 up to 1 */
  random(): number;
  /** Runs something later; returns a way to call it off. */
  after(ms: number, run: () => void): () => void;
  /** Works while holding the lock that one engine of a device has; waits for it until `signal` gives up. */
  withLock(work: () => Promise<void>, signal: AbortSignal): Promise<void>;
  isOnline(): boolean;
  /** The kind of network of the link, where the browser can tell. */
  linkKind(): 'cellular' | 'other' | 'unknown';
  /** Bytes as the library of uploads takes them here. */
  uploadSource(bytes: ArrayBuffer): Blob;
  /** Reports when the link comes or goes, when a page is looked at, and when a person asks; returns a way to stop listening. */
  onSignal(listener: (signal: WorldSignal) => void): () => void;
}
