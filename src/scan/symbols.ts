/** Which codes are looked for, and how what they hold is handed on. */
import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';

/** Plain: the separators of a GS1 label stay what they are, so that brackets within a value mislead nobody. */
export const readerOptions: ReaderOptions = {
  formats: ['QRCode', 'DataMatrix', 'Code128'],
  maxNumberOfSymbols: 1,
  tryHarder: true,
  textMode: 'Plain',
};

const GS1 = /^\](?:d2|Q3|C1)$/;

/** As a scanner sends it: a GS1 symbol with its prefix before the text, any other as the text alone. */
export const scannedText = ({
  text,
  symbologyIdentifier,
}: Pick<ReadResult, 'text' | 'symbologyIdentifier'>): string =>
  GS1.test(symbologyIdentifier) ? symbologyIdentifier + text : text;
