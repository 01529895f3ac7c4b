/** The engine's world in a browser's worker. */
import { version } from '../../package.json';
import { DATABASE, ReplicaDatabase } from '../replica/database';
import { linkKind, onLinkKind } from '../central-api/network-kind';
import { isSyncSignal, SIGNAL_CHANNEL } from '../replica/sync-signal';
import type { World, WorldSignal } from './world';

const LOCK = 'waypost-engine';

export function browserWorld(): World {
  return {
    // the engine's data are at central, or made again: a write need not wait for the storage each time
    db: new ReplicaDatabase(DATABASE, { chromeTransactionDurability: 'relaxed' }),
    version,
    WebSocket,
    fetch: (...request) => fetch(...request),
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    withLock,
    isOnline: () => navigator.onLine,
    linkKind,
    uploadSource: (bytes) => new Blob([bytes]),
    onSignal,
  };
}

async function withLock(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await navigator.locks.request(LOCK, { signal }, work);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function onSignal(listener: (signal: WorldSignal) => void): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(SIGNAL_CHANNEL);
  channel.addEventListener('message', ({ data }) => {
    if (isSyncSignal(data)) listener(data);
  });
  addEventListener('online', () => listener('online'), { signal: stop.signal });
  addEventListener('offline', () => listener('offline'), { signal: stop.signal });
  onLinkKind(() => listener('link'), stop.signal);
  return () => {
    stop.abort();
    channel.close();
  };
}
