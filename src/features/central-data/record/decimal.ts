/** Numbers as people type them. */

/** Reads `12`, `12.5` or `12,5` (a comma is the decimal sign in most of the languages here); undefined for anything else. */
export function readDecimal(text: string): number | undefined {
  if (!/^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/.test(text)) return undefined;
  const number = Number(text.replace(',', '.'));
  if (!Number.isFinite(number)) return undefined;
  return number === 0 ? 0 : number;
}
