/**
 * Stands for `fflate` in the app. The library hands large data to threads that it makes of text. Our content security policy
 * does not let these run, and the library never hears of them again: a workbook of ten thousand rows was never read. Workbooks
 * are read and written in a thread of our own (src/features/import-export/tables.worker.ts), so the work is simply done there.
 */
import { unzipSync, zipSync, type Unzipped, type Zippable } from 'fflate/browser';

export * from 'fflate/browser';

type Tell<Done> = (error: unknown, done?: Done) => void;

function doNow<Done>(work: () => Done, tell: Tell<Done>): void {
  let done: Done;
  try {
    done = work();
  } catch (error) {
    tell(error);
    return;
  }
  tell(null, done);
}

export const unzip = (bytes: Uint8Array, tell: Tell<Unzipped>): void => {
  doNow(() => unzipSync(bytes), tell);
};

export const zip = (files: Zippable, tell: Tell<Uint8Array>): void => {
  doNow(() => zipSync(files), tell);
};
