/** The signals by which a page wakes the engine in any tab or worker: messages to all contexts of this browser. */
export const SIGNAL_CHANNEL = 'waypost';

type SyncSignal = 'sync-now' | 'visible';

export const isSyncSignal = (value: unknown): value is SyncSignal =>
  value === 'sync-now' || value === 'visible';

export function sendSignal(signal: SyncSignal): void {
  const channel = new BroadcastChannel(SIGNAL_CHANNEL);
  channel.postMessage(signal);
  channel.close();
}

/** Synchronise now: waiting or given-up work is tried again at once. */
export const syncNow = (): void => sendSignal('sync-now');
