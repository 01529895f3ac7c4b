// Builds the engine's thread as an entry beside the page's, so that both share one file of the modules that they have in common. Vite by
// itself would build the thread apart, with a second copy of the database and of the core.
import { resolve } from 'node:path';

/**
 * @param {string} thread the thread's module
 * @param {string} address the module that holds the thread's address
 * @returns {import('vite').Plugin}
 */
export function engineEntry(thread, address) {
  let reference = '';
  return {
    name: 'waypost:engine-entry',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      reference = this.emitFile({ type: 'chunk', id: resolve(thread), name: 'engine' });
    },
    load(id) {
      if (id !== resolve(address)) return undefined;
      return `export const workerUrl = import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}
