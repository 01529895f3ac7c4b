/** Tells two records of one piece from two pieces: each maker counts its serial numbers by itself. */
import { codeKey, searchKey } from '../text-folding';

/**
 * True for the text that people write where a plate bears no serial number: nothing, dashes, zeros, one letter or figure
 * repeated, or words for none.
 */
const isPlaceholder = (serialKey: string): boolean => {
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
