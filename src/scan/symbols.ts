/** The kinds of codes to look for, and the text that is handed on for each. */
import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';

/** Enough for a plate full of codes, or for two plates side by side. */
const MOST_IN_A_PICTURE = 8;

/**
 * Every kind of code that is found on equipment and its papers. Plain: the separators of a GS1 label stay what they are, so
 * that brackets within a value mislead nobody.
 */
export const readerOptions: ReaderOptions = {
  formats: [
    'QRCode', 'DataMatrix', 'Code128', 'Code39', 'Code93', 'Codabar', 'ITF', 'EANUPC', 'DataBar', 'PDF417', 'Aztec', 'MaxiCode',
  ],
  maxNumberOfSymbols: MOST_IN_A_PICTURE,
  tryHarder: true,
  textMode: 'Plain',
}; // prettier-ignore

/** GS1 labels, and EAN and UPC, which name a product and never one piece of it. */
const MARKED = /^\](?:d2|Q3|C1|e0|J1|E\d)$/;

/** As a scanner sends it: a GS1 symbol, EAN or UPC with its prefix before the text, any other as the text alone. */
export const scannedText = ({
  text,
  symbologyIdentifier,
}: Pick<ReadResult, 'text' | 'symbologyIdentifier'>): string =>
  MARKED.test(symbologyIdentifier) ? symbologyIdentifier + text : text;
