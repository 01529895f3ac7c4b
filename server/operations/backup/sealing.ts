/**
 * Encryption of backups in the age format (age-encryption.org/v1), which the program `age` opens as well. A place has one key,
 * made with its first encrypted backup and itself sealed with the passphrase: to open a thousand files takes one passphrase check.
 */
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { StartError } from '../../start-error';
import { bytesOf } from './bytes-of';
import type { BackupTarget } from './target';

export interface Sealing {
  /** the end of the names of sealed files */
  readonly suffix: '' | '.age';
  seal(bytes: Readable): Promise<Readable>;
  open(bytes: Readable): Promise<Readable>;
}

export const plain: Sealing = { suffix: '', seal: async (bytes) => bytes, open: async (bytes) => bytes };

const KEY = 'backup-key.age';
/** log₂ of the work of one check: a second or two here, for each guess of somebody who stole the backup as well. */
const WORK = 16;

/** The way of writing to this place: plain without a passphrase. Rejects with StartError when the two do not fit. */
export async function sealingFor(target: BackupTarget, passphrase: string | undefined): Promise<Sealing> {
  const isSealed = await target.has(KEY);
  if (passphrase === undefined) {
    if (!isSealed) return plain;
    throw new StartError(
      `The backups in ${target.label} are encrypted: set BACKUP_PASSPHRASE or BACKUP_KEY_FILE.`,
    );
  }
  const identity = isSealed ? await openKey(target, passphrase) : await makeKey(target, passphrase);
  return sealedWith(identity, await identityToRecipient(identity));
}

/** The way of reading a backup of this place: by the end of its names. */
export const sealingOf = (target: BackupTarget, isSealed: boolean, passphrase: string | undefined) =>
  isSealed ? sealingFor(target, passphrase) : plain;

async function makeKey(target: BackupTarget, passphrase: string): Promise<string> {
  const identity = await generateX25519Identity();
  const lock = new Encrypter();
  lock.setPassphrase(passphrase);
  lock.setScryptWorkFactor(WORK);
  await target.put(KEY, Readable.from([await lock.encrypt(`${identity}\n`)]));
  return identity;
}

async function openKey(target: BackupTarget, passphrase: string): Promise<string> {
  const sealed = await bytesOf(await target.get(KEY));
  const key = new Decrypter();
  key.addPassphrase(passphrase);
  try {
    return (await key.decrypt(sealed, 'text')).trim();
  } catch (cause) {
    throw new StartError(`The passphrase does not open the backups in ${target.label}.`, { cause });
  }
}

function sealedWith(identity: string, recipient: string): Sealing {
  return {
    suffix: '.age',
    seal: async (bytes) => {
      const lock = new Encrypter();
      lock.addRecipient(recipient);
      return fromWeb(await lock.encrypt(toWeb(bytes)));
    },
    open: async (bytes) => {
      const key = new Decrypter();
      key.addIdentity(identity);
      return fromWeb(await key.decrypt(toWeb(bytes)));
    },
  };
}

/** Node's stream of the web and the library's are one thing with two types. */
type Encrypted = Parameters<Decrypter['decrypt']>[0] & object;
const toWeb = (bytes: Readable) => Readable.toWeb(bytes) as unknown as Extract<Encrypted, ReadableStream>;
const fromWeb = (stream: unknown): Readable => Readable.fromWeb(stream as WebStream<Uint8Array>);
