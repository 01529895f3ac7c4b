// The reader itself: codes are drawn and read again, by the same options that the camera uses.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readLabel } from '#shared/domain/label/label';
import { prepareZXingModule as prepareReader, readBarcodes } from 'zxing-wasm/reader';
import { prepareZXingModule as prepareWriter, writeBarcode, type WriterOptions } from 'zxing-wasm/writer';
import { beforeAll, expect, test } from 'vitest';
import { readerOptions, scannedText } from './symbols';

const { resolve } = createRequire(import.meta.url);
const bytesOf = (path: string): ArrayBuffer => new Uint8Array(readFileSync(resolve(path))).buffer;

beforeAll(() => {
  prepareReader({ overrides: { wasmBinary: bytesOf('zxing-wasm/reader/zxing_reader.wasm') } });
  prepareWriter({ overrides: { wasmBinary: bytesOf('zxing-wasm/writer/zxing_writer.wasm') } });
});

async function drawnAndRead(text: string, options: WriterOptions): Promise<string> {
  const { image } = await writeBarcode(text, { scale: 4, ...options });
  const [found] = image ? await readBarcodes(image, readerOptions) : [];
  return found ? scannedText(found) : '';
}

const elements = '(01)09506000134352(21)AX-77(240)E003/002';

test.each(['DataMatrix', 'QRCode', 'Code128'] as const)('a GS1 label as %s is read whole', async (format) => {
  const text = await drawnAndRead(elements, { format, options: 'gs1' });
  const label = readLabel(text, Date.parse('2026-03-01'));
  expect(label.ok && label.value).toMatchObject({
    gtin: '09506000134352',
    serialNumber: 'AX-77',
    productCodes: ['E003/002'],
  });
});

test('a plain code is handed on as it is', async () => {
  expect(await drawnAndRead('waypost:asset:a1', { format: 'QRCode' })).toBe('waypost:asset:a1');
});
