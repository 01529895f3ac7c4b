/** Starts this tab's engine, and another when its worker dies. */
import { sendSignal } from '../replica/sync-signal';
import { workerUrl } from './worker-url';

interface EngineHandle {
  stop(): void;
}

const RESTART_AFTER_MS = 5_000;

export function startEngine(): EngineHandle {
  let worker = begin();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function begin(): Worker {
    const started = new Worker(workerUrl, { type: 'module', name: 'waypost-engine' });
    started.addEventListener('error', () => {
      started.terminate();
      clearTimeout(timer);
      timer = setTimeout(() => (worker = begin()), RESTART_AFTER_MS);
    });
    return started;
  }

  const seen = (): void => {
    if (document.visibilityState === 'visible') sendSignal('visible');
  };
  document.addEventListener('visibilitychange', seen);

  return {
    stop: () => {
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(timer);
      worker.terminate();
    },
  };
}
