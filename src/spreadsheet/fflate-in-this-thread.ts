// Stands for `fflate` in the app. That one hands what is large to threads that it makes of text, which our content security
// policy does not let run and of which it never hears again: a workbook of ten thousand rows was never read. Workbooks are read
// and written in a thread of our own (src/features/import-export/tables.worker.ts), so the work is simply done there.
import { unzipSync, zipSync } from 'fflate/browser';

export * from 'fflate/browser';

/**
 * @template Done
 * @param {() => Done} work
 * @param {(error: unknown, done?: Done) => void} tell
 */
function doNow(work, tell) {
  let done;
  try {
    done = work();
  } catch (error) {
    tell(error);
    return;
  }
  tell(null, done);
}

/**
 * @param {Uint8Array} bytes
 * @param {(error: unknown, files?: import('fflate/browser').Unzipped) => void} tell
 */
export const unzip = (bytes, tell) => {
  doNow(() => unzipSync(bytes), tell);
};

/**
 * @param {import('fflate/browser').Zippable} files
 * @param {(error: unknown, bytes?: Uint8Array) => void} tell
 */
export const zip = (files, tell) => {
  doNow(() => zipSync(files), tell);
};
