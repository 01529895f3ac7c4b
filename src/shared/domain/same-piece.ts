/** What tells two records of one piece apart from two pieces: makers count their serial numbers each by themselves. */
import { codeKey, searchKey } from '../text-folding';

/** What is written where a plate bears no serial number: nothing, dashes, zeros, one letter or figure again and again, or words for none. */
export const isPlaceholder = (serialKey: string): boolean => {
  const signs = serialKey.normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '');
  return new Set(signs).size <= 1 || nothing.has(signs);
};
const nothing: ReadonlySet<string> = new Set([
  ...[
    'na',
    'none',
    'nil',
    'no',
    'nosn',
    'noserial',
    'unknown',
    'notknown',
    'unreadable',
    'illegible',
    'notvisible',
    'tbd',
    'tbc',
    'pending',
  ],
  ...[
    'inconnu',
    'aucun',
    'sansnumero',
    'desconocido',
    'ninguno',
    'sinnumero',
    'desconhecido',
    'nenhum',
    'semnumero',
    'غيرمعروف',
    'لايوجد',
  ],
]);

/** Two records with one key are most likely of one piece; undefined without a serial number. */
export function pieceKey(serialNumber: string | undefined, maker: string | undefined): string | undefined {
  const serial = codeKey(serialNumber ?? '');
  return isPlaceholder(serial) ? undefined : `${serial}\n${searchKey(maker ?? '').trim()}`;
}
