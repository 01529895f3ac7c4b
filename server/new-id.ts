/** Ids: random ones that sort by the time they were made (UUID v7), and ones derived from a name (UUID v5). */
import { createHash, randomBytes, randomInt } from 'node:crypto';

const asUuid = (bytes: Buffer, version: number): string => {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** A new id; `now` in milliseconds. */
export function newId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  return asUuid(bytes, 7);
}

/** The id that `name` always has in `namespace` (a UUID). */
export function derivedId(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  return asUuid(digest.subarray(0, 16), 5);
}

/** A Yjs client id: a number of 32 bits, never 0. */
export const randomClientId = (): number => randomInt(1, 2 ** 32);

/** Namespace of the ids of devices that joined as the installation of a site. */
const INSTALLATIONS = '5f0cbd1e-3c8e-4b57-9c35-0d4f3f6f6a57';

/** The device that an installation of a site is, however often it joins. */
export const installationId = (siteId: string, hardwareId: string): string =>
  derivedId(INSTALLATIONS, `${siteId} ${hardwareId}`);
