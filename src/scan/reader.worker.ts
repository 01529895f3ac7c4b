/** Reads the codes in a picture, away from the page. The reader's wasm is one of the app's own files, so that it works with no network. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { readerOptions, scannedText } from './symbols';

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

async function read(picture: ImageData): Promise<string[]> {
  const found = await readBarcodes(picture, readerOptions);
  return [...new Set(found.filter(({ isValid }) => isValid).map(scannedText))];
}

addEventListener('message', (event: MessageEvent<unknown>) => {
  if (!(event.data instanceof ImageData)) return;
  read(event.data).then(
    (texts) => postMessage({ texts }),
    (error: unknown) => postMessage({ fault: String(error) }),
  );
});
