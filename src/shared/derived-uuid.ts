/** UUIDs that follow from a name (UUID v5, RFC 9562, 5.5): the same name gives the same id everywhere. */
import { v5 } from 'uuid';

/** Half a surrogate pair has no bytes in UTF-8; it counts as the replacement character. */
const wellFormed = (text: string): string => text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');

/** The id that `name` always has in `namespace`, which is a UUID, too. */
export const derivedUuid = (namespace: string, name: string): string => v5(wellFormed(name), namespace);
