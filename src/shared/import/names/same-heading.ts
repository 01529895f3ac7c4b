/** Compares headings and names in cells without regard to capitals, accents, spaces, hyphens, underscores and unseen marks. */
import { latinDigits } from '../../text-folding';
import { foldCase } from '../../same-text';
import { invisible } from '../../spreadsheet/invisible';

export const sameHeading = (text: string): string =>
  foldCase(latinDigits(text.replace(invisible, '')))
    .replace(/[\s_\-\p{Pd}\u2212:*.’'()]+/gu, ' ')
    .trim();
