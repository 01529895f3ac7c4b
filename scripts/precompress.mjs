// Writes .br and .gz beside each text file of the client's build, once, so that the server only has to send them.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = /\.(js|css|html|svg|json|wasm|webmanifest)$/;
const worthwhile = 1024;

/** @param {string} file */
async function compress(file) {
  const bytes = await readFile(file);
  if (bytes.length < worthwhile) return;
  const br = promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
  await Promise.all([
    writeFile(`${file}.br`, await br),
    writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 })),
  ]);
}

/**
 * @param {string} folder
 * @returns {import('vite').Plugin}
 */
export function precompress(folder) {
  return {
    name: 'waypost:precompress',
    apply: 'build',
    closeBundle: {
      // After the service worker's plugin, which lists the files of the folder and writes into them.
      order: 'post',
      sequential: true,
      async handler() {
        const entries = await readdir(folder, { recursive: true });
        await Promise.all(
          entries.filter((name) => compressible.test(name)).map((name) => compress(join(folder, name))),
        );
      },
    },
  };
}
