/** Prepares a file in a worker that lives as long as there is something to do; in the page where a worker cannot draw. */
import { refused, type Result } from '#shared/result';
import type { PreparedFile } from '../replica/files/keep-file';

/** As `prepareFile`; also `crashed` when the browser could not cope with the file. */
export async function prepare(file: File): Promise<Result<PreparedFile>> {
  if (typeof OffscreenCanvas !== 'undefined') return inWorker(file);
  const { prepareFile } = await import('./prepare-file');
  return prepareFile(file).catch(() => refused({ code: 'crashed' }));
}

interface Answer {
  result?: Result<PreparedFile>;
}

function inWorker(file: File): Promise<Result<PreparedFile>> {
  const worker = new Worker(new URL('./prepare.worker.ts', import.meta.url), {
    type: 'module',
    name: 'waypost-files',
  });
  const { port1, port2 } = new MessageChannel();
  const crashed = refused({ code: 'crashed' });
  const prepared = new Promise<Result<PreparedFile>>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data.result ?? crashed);
    worker.onerror = () => resolve(crashed);
    worker.postMessage({ file }, [port2]);
  });
  return prepared.finally(() => {
    worker.terminate();
    port1.close();
  });
}
