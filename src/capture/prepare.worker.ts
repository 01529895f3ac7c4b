/** Prepares files off the page's own thread, so that it never stutters over a large photo. */
import * as z from 'zod/mini';
import { prepareFile } from './prepare-file';

const asked = z.object({ file: z.instanceof(File) });

addEventListener('message', ({ data, ports: [answer] }: MessageEvent<unknown>) => {
  const parsed = z.safeParse(asked, data);
  if (!parsed.success || !answer) return;
  prepareFile(parsed.data.file).then(
    (result) => answer.postMessage({ result }),
    () => answer.postMessage({ failed: true }),
  );
});
