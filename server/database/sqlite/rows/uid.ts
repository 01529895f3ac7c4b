/** Ids of entities as the rows keep them: a UUID in its 16 bytes, any other id as it is. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export type Uid = string | Uint8Array;

/** Only an id that reads back to the very same text becomes bytes. */
export const toUid = (id: string): Uid =>
  id.length === 36 && UUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : id;

export function fromUid(uid: Uid): string {
  if (typeof uid === 'string') return uid;
  const hex = Buffer.from(uid).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
