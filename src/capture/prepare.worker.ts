/** Prepares files off the page's own thread, so that it never stutters over a large photo. */
import { prepareFile, type Wanted } from './prepare-file';

interface Asked {
  file: File;
  wanted: Wanted;
}

addEventListener('message', ({ data: { file, wanted }, ports: [answer] }: MessageEvent<Asked>) => {
  prepareFile(file, wanted).then(
    (result) => answer?.postMessage({ result }),
    () => answer?.postMessage({ failed: true }),
  );
});
