/** The kind of code that a text came from, as far as the text tells: scanners may put the kind before it (ISO/IEC 15424). */
import { digitalLinkPairs } from './digital-link';
import { SEPARATOR } from './separators';

interface SentText {
  /** without a mark of a plain kind; a GS1 label keeps its own */
  text: string;
  kind:
    /** says of itself that it is a GS1 label */
    | 'gs1'
    /** begins like one; it may also be a number */
    | 'like-gs1'
    /** EAN or UPC: names a product, never one piece of it */
    | 'product'
    | 'plain';
}

const GS1 = /^\ufeff?(?:\](?:d2|Q3|C1|e0|J1)|\(\d{2,4}\))/;
const PRODUCT = /^\]E[0-4]/;
const PLAIN = /^\][A-Za-z]\d/;
/** A GTIN, or the id of one piece of somebody's property. */
const LIKE_GS1 = /^\ufeff?(?:01\d{14}|8003\d{14}|8004.{10})/;

export function sentText(scanned: string): SentText {
  const text = scanned.trimStart();
  if (scanned.startsWith(SEPARATOR) || GS1.test(text)) return { text: scanned, kind: 'gs1' };
  if (PRODUCT.test(text)) return { text: text.slice(3), kind: 'product' };
  const bare = text.replace(PLAIN, '');
  const isLike = LIKE_GS1.test(bare) || (digitalLinkPairs(bare)?.length ?? 0) > 0;
  return { text: bare, kind: isLike ? 'like-gs1' : 'plain' };
}
