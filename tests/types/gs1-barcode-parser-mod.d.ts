// The functions that the tests use of a reader of GS1 element strings that is not ours and brings no types.
declare module 'gs1-barcode-parser-mod' {
  export function parseBarcode(barcode: string): { parsedCodeItems: { ai: string; raw: string }[] };
}
