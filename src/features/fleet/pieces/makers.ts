/** The makers that the catalogue and hands name, each once however it is written, in the order of the alphabet; `chosen` stands among them. */
import { searchKey } from '#shared/text-folding';

export function makersOf(items: Iterable<{ manufacturer?: string | undefined }>, chosen = ''): string[] {
  const found = new Map<string, string>();
  for (const { manufacturer = '' } of [{ manufacturer: chosen }, ...items]) {
    const key = searchKey(manufacturer).trim();
    if (key !== '' && !found.has(key)) found.set(key, manufacturer.trim());
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, maker]) => maker);
}
