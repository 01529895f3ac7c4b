/** Starts this tab's engine, and another when its worker dies. */
import { sendSignal, SIGNAL_CHANNEL } from '../replica/sync-signal';
import { doubled } from './backoff';
import { workerUrl } from './worker-url';

interface EngineHandle {
  stop(): void;
}

/** The wait before another takes the place of one that died: longer each time, since each asks central for the same again. */
const RESTART_AFTER_MS = 5_000;
const LONGEST_RESTART_MS = 5 * 60_000;
/** One that worked for so long died of something else than the one before. */
const SOUND_MS = 10 * 60_000;

export function startEngine(): EngineHandle {
  let deaths = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let worker = begin();

  function begin(): Worker {
    timer = undefined;
    const begunAt = performance.now();
    const started = new Worker(workerUrl, { type: 'module', name: 'waypost-engine' });
    started.addEventListener('error', () => {
      started.terminate();
      if (worker !== started || timer) return;
      deaths = performance.now() - begunAt > SOUND_MS ? 1 : deaths + 1;
      timer = setTimeout(again, doubled(deaths, RESTART_AFTER_MS, LONGEST_RESTART_MS));
    });
    return started;
  }

  function again(): void {
    clearTimeout(timer);
    worker = begin();
  }

  // the link is back, a person looks, or asks for a sync: one that waits for its turn begins now
  const wake = (): void => {
    if (timer) again();
  };
  const signals = new BroadcastChannel(SIGNAL_CHANNEL);
  signals.addEventListener('message', wake);
  addEventListener('online', wake);
  const seen = (): void => {
    if (document.visibilityState === 'visible') sendSignal('visible');
  };
  document.addEventListener('visibilitychange', seen);

  return {
    stop: () => {
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('online', wake);
      signals.close();
      clearTimeout(timer);
      worker.terminate();
    },
  };
}
