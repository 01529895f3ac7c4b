/** What tells two records of one piece apart from two pieces: makers count their serial numbers each by themselves. */
import { codeKey, searchKey } from '../text-folding';

/** Two records with one key are most likely of one piece; undefined without a serial number. */
export function pieceKey(serialNumber: string | undefined, maker: string | undefined): string | undefined {
  const serial = codeKey(serialNumber ?? '');
  return serial === '' ? undefined : `${serial}\n${searchKey(maker ?? '').trim()}`;
}
