/** Prepares a file in a worker that lives as long as there is something to do; in the page where a worker cannot draw. */
import { refused, type Result } from '#shared/result';
import type { Prepared, Wanted } from './prepare-file';
import { unreadIssue } from './unread-issue';

/** As `prepareFile`; also `crashed` when the browser could not cope with the file. */
export async function prepare(file: File, wanted: Wanted): Promise<Result<Prepared>> {
  const unread = unreadIssue(file, wanted.limits);
  if (unread) return refused(unread);
  if (typeof OffscreenCanvas !== 'undefined') return inWorker(file, wanted);
  const { prepareFile } = await import('./prepare-file');
  return prepareFile(file, wanted).catch(() => refused({ code: 'crashed' }));
}

interface Answer {
  result?: Result<Prepared>;
}

function inWorker(file: File, wanted: Wanted): Promise<Result<Prepared>> {
  const worker = new Worker(new URL('./prepare.worker.ts', import.meta.url), {
    type: 'module',
    name: 'waypost-files',
  });
  const { port1, port2 } = new MessageChannel();
  const crashed = refused({ code: 'crashed' });
  const prepared = new Promise<Result<Prepared>>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data.result ?? crashed);
    worker.onerror = () => resolve(crashed);
    worker.postMessage({ file, wanted }, [port2]);
  });
  return prepared.finally(() => {
    worker.terminate();
    port1.close();
  });
}
