/** Reads the codes in a picture, away from the page. The reader's wasm is one of the app's own files, so that it works with no network. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

const options: ReaderOptions = { formats: ['QRCode', 'DataMatrix'], maxNumberOfSymbols: 1, tryHarder: true };

async function read(picture: ImageData): Promise<string | undefined> {
  const [found] = await readBarcodes(picture, options);
  return found?.isValid ? found.text : undefined;
}

addEventListener('message', (event: MessageEvent<unknown>) => {
  if (!(event.data instanceof ImageData)) return;
  read(event.data).then(
    (text) => postMessage({ text }),
    (error: unknown) => postMessage({ fault: String(error) }),
  );
});
