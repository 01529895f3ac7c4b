// The reader itself: codes are drawn and read again, by the same options that the camera uses.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readLabel } from '#shared/domain/label/label';
import { prepareZXingModule as prepareReader, readBarcodes } from 'zxing-wasm/reader';
import { prepareZXingModule as prepareWriter, writeBarcode, type WriterOptions } from 'zxing-wasm/writer';
import { beforeAll, describe, expect, test } from 'vitest';
import { readerOptions, scannedText } from './symbols';

const { resolve } = createRequire(import.meta.url);
const bytesOf = (path: string): ArrayBuffer => new Uint8Array(readFileSync(resolve(path))).buffer;

beforeAll(() => {
  prepareReader({ overrides: { wasmBinary: bytesOf('zxing-wasm/reader/zxing_reader.wasm') } });
  prepareWriter({ overrides: { wasmBinary: bytesOf('zxing-wasm/writer/zxing_writer.wasm') } });
});

async function drawnAndRead(text: string, options: WriterOptions): Promise<string> {
  const { image } = await writeBarcode(text, { scale: 4, ...options });
  const found = image ? await readBarcodes(image, readerOptions) : [];
  expect(found).toHaveLength(1);
  return found.map(scannedText).join('');
}

/** The texts in a picture of ours under tests/fixtures/labels. */
async function textsIn(picture: string): Promise<string[]> {
  const bytes = readFileSync(new URL(`../../tests/fixtures/labels/${picture}`, import.meta.url));
  const found = await readBarcodes(new Uint8Array(bytes), readerOptions);
  return found.map(scannedText).sort();
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

test.each([
  ['EAN13', '4006381333931', ']E04006381333931'],
  ['EAN8', '96385074', /^\]E\d96385074$/],
  ['UPCA', '036000291452', /^\]E\d0?036000291452$/],
  ['Code39', 'SN-4711', 'SN-4711'],
  ['Code93', 'SN-4711', 'SN-4711'],
  ['ITF', '09506000134352', '09506000134352'],
  ['Code128', 'SN-4711', 'SN-4711'],
  ['PDF417', 'SN-4711', 'SN-4711'],
  ['Aztec', 'SN-4711', 'SN-4711'],
] as const)('%s is read', async (format, text, expected) => {
  expect(await drawnAndRead(text, { format })).toMatch(
    typeof expected === 'string' ? new RegExp(`^${expected.replaceAll(']', '\\]')}$`) : expected,
  );
});

describe('pictures of plates', () => {
  test('with bars alone', async () => {
    expect(await textsIn('only-ean13.png')).toEqual([expect.stringMatching(/^\]E0\d{13}$/)]);
    expect(await textsIn('only-code39.png')).toEqual([expect.stringMatching(/^[A-Z0-9-]+$/)]);
  });

  test('with a number, a web address and a label: all three are read', async () => {
    const texts = await textsIn('plate-three-codes.png');
    expect(texts).toHaveLength(3);
    const labels = texts.map((text) => readLabel(text, Date.parse('2026-03-01')));
    expect(labels.filter(({ ok }) => ok)).toHaveLength(1);
    expect(labels.find(({ ok }) => ok)).toMatchObject({ value: { serialNumber: 'AX-88' } });
  });
});
