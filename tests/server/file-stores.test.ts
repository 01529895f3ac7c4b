/** The promises of every store of files, on a disk and in a bucket alike. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { diskFiles } from '../../server/files/disk-files';
import { nameOf, type FileStore } from '../../server/files/file-store';
import { Kinds } from '../../server/files/kinds';
import { openFiles } from '../../server/files/open-files';
import { verifyFiles } from '../../server/files/verify';
import { KEY_ID, S3Server } from './s3-server';
import { jpeg, sha256Of } from './upload';

interface Rig {
  files: FileStore;
  /** puts other bytes under the name of a file, as a failing disk would */
  spoil(sha256: string, bytes: Buffer): Promise<void>;
  /** sets when a file was brought, milliseconds */
  age(sha256: string, at: number): Promise<void>;
  close(): void;
}

const stores: Record<string, (folder: string) => Promise<Rig>> = {
  'on a disk': (folder) => {
    const files = diskFiles(folder);
    return Promise.resolve({
      files,
      spoil: (sha256, bytes) => writeFile(files.pathOf(sha256), bytes),
      age: async (sha256, at) =>
        (await import('node:fs/promises')).utimes(files.pathOf(sha256), at / 1000, at / 1000),
      close: () => undefined,
    });
  },
  'in a bucket': async (folder) => {
    const s3 = await S3Server.start();
    const { bucket, origin: endpoint } = s3;
    const files = await openFiles({ dataDir: folder, filesBucket: { bucket, region: 'local', endpoint } });
    const objectOf = (sha256: string) => {
      const found = s3.objects.get(nameOf(sha256));
      if (!found) throw new Error('no such object');
      return found;
    };
    return {
      files,
      spoil: async (sha256, bytes) => void (objectOf(sha256).bytes = bytes),
      age: async (sha256, at) => void (objectOf(sha256).modifiedAt = at),
      close: () => s3.close(),
    };
  },
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-stores-'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEY_ID);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function* inPieces(bytes: Buffer): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

async function read(found: { stream: Readable; bytes: number } | undefined): Promise<Buffer | undefined> {
  return found && Buffer.concat(await found.stream.toArray());
}

async function listed(files: FileStore): Promise<string[]> {
  const names: string[] = [];
  for await (const { sha256 } of files.list()) names.push(sha256);
  return names.sort();
}

describe.each(Object.entries(stores))('files %s', (_name, open) => {
  let rig: Rig;
  let files: FileStore;
  const bytes = jpeg(5000);
  const sha256 = sha256Of(bytes);
  const put = (content = bytes) => files.put(inPieces(content), { maxBytes: 10_000 });

  beforeEach(async () => {
    rig = await open(folder);
    ({ files } = rig);
  });

  afterEach(() => rig.close());

  test('come whole and are given whole', async () => {
    expect(await put()).toEqual({ ok: true, sha256, bytes: 5000 });
    const found = await files.get(sha256);
    expect(found?.bytes).toBe(5000);
    expect(await read(found)).toEqual(bytes);
    expect([await files.has(sha256), await files.sizeOf(sha256)]).toEqual([true, 5000]);
  });

  test('go to the trash and come back when anybody asks; from the trash they go for good', async () => {
    const trash = async (): Promise<string[]> => {
      const names: string[] = [];
      for await (const one of files.discarded()) names.push(one.sha256);
      return names;
    };
    await put();
    await files.discard(sha256);
    expect([await listed(files), await trash()]).toEqual([[], [sha256]]);
    expect(await files.sizeOf(sha256)).toBe(bytes.length);
    expect(await read(await files.get(sha256))).toEqual(bytes);
    expect([await listed(files), await trash()]).toEqual([[sha256], []]);
    await files.discard(sha256);
    await files.remove(sha256);
    expect([await files.has(sha256), await trash()]).toEqual([false, []]);
  });

  test('are given in parts, to the last byte and not beyond', async () => {
    await put();
    expect(await read(await files.get(sha256, { start: 10, end: 19 }))).toEqual(bytes.subarray(10, 20));
    const end = await files.get(sha256, { start: 4990, end: 9999 });
    expect(end?.bytes).toBe(10);
    expect(await read(end)).toEqual(bytes.subarray(4990));
  });

  test('of no bytes are of no kind, and a part of them is empty', async () => {
    const none = sha256Of(Buffer.alloc(0));
    expect(await put(Buffer.alloc(0))).toEqual({ ok: true, sha256: none, bytes: 0 });
    expect(await read(await files.get(none, { start: 0, end: 99 }))).toEqual(Buffer.alloc(0));
    expect(await new Kinds(files).of(none)).toBe('');
  });

  test('that are other bytes than was said, or too many, leave nothing behind', async () => {
    const other = { sha256: 'a'.repeat(64), maxBytes: 10_000 };
    expect(await files.put(inPieces(bytes), other)).toEqual({ ok: false, code: 'wrong-hash' });
    expect(await files.put(inPieces(bytes), { maxBytes: 4999 })).toEqual({ ok: false, code: 'too-large' });
    expect(await listed(files)).toEqual([]);
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  test('whose source breaks off leave nothing behind', async () => {
    async function* broken(): AsyncIterable<Uint8Array> {
      yield bytes;
      throw new Error('the link is cut');
    }
    await expect(files.put(broken(), { maxBytes: 10_000 })).rejects.toThrow('the link is cut');
    expect(await listed(files)).toEqual([]);
  });

  test('that lie on this machine are taken over', async () => {
    const path = join(folder, 'arrived');
    await writeFile(path, bytes);
    await files.adopt(path, sha256);
    expect(await read(await files.get(sha256))).toEqual(bytes);
    expect(await readdir(folder)).not.toContain('arrived');
  });

  test('are there once, however often they come', async () => {
    await put();
    await put();
    expect(await listed(files)).toEqual([sha256]);
  });

  test('that are not here are told so', async () => {
    for (const name of ['b'.repeat(64), '../../etc/passwd', '']) {
      expect(await files.get(name)).toBeUndefined();
      expect([await files.has(name), await files.sizeOf(name)]).toEqual([false, undefined]);
      expect(await files.renew(name)).toBe(false);
      await files.remove(name);
    }
  });

  test('are all listed, with their age, which is made anew', async () => {
    const before = Date.now() - 60_000;
    const hashes = [];
    for (let size = 30; size < 38; size++) {
      await put(jpeg(size));
      hashes.push(sha256Of(jpeg(size)));
      await rig.age(sha256Of(jpeg(size)), 1_000_000);
    }
    expect(await listed(files)).toEqual([...hashes].sort());
    expect(await files.renew(hashes[3] ?? '')).toBe(true);
    for await (const { sha256: name, broughtAt, bytes: size } of files.list()) {
      expect(size).toBe(30 + hashes.indexOf(name));
      if (name === hashes[3]) expect(broughtAt).toBeGreaterThan(before);
      else expect(broughtAt).toBe(1_000_000);
    }
  });

  test('are gone when they are removed', async () => {
    await put();
    await files.remove(sha256);
    expect(await files.has(sha256)).toBe(false);
    expect(await listed(files)).toEqual([]);
  });

  test('that have changed since are found when all is verified', async () => {
    await put();
    await put(jpeg(60));
    await rig.spoil(sha256, jpeg(5000, 9));
    const verified = await verifyFiles(files, [{ id: 'f1', sha256: 'c'.repeat(64), fileName: 'x' }]);
    expect(verified).toMatchObject({ files: 2, broken: [sha256], missing: [{ id: 'f1' }] });
  });

  test('are of the kind that their first bytes say', async () => {
    await put();
    const text = Buffer.from('a;b;c');
    await put(text);
    const kinds = new Kinds(files);
    expect(await kinds.of(sha256)).toBe('image/jpeg');
    expect(await kinds.of(sha256Of(text))).toBe('');
    expect(await kinds.of('d'.repeat(64))).toBe('');
  });
});

describe('a bucket', () => {
  const open = (s3: Pick<S3Server, 'bucket' | 'origin'>) =>
    openFiles({ dataDir: folder, filesBucket: { bucket: s3.bucket, region: 'local', endpoint: s3.origin } });

  test('that cannot be used stops the start with one line that names it', async () => {
    const s3 = await S3Server.start();
    await expect(open({ ...s3, bucket: 'other' })).rejects.toThrow(
      /^FILES_S3_BUCKET other cannot be used \(NoSuchBucket.*\)\.$/,
    );
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'WRONG');
    await expect(open(s3)).rejects.toThrow(
      /^FILES_S3_BUCKET waypost-files cannot be used \(InvalidAccessKeyId.*\)\.$/,
    );
    s3.close();
    await expect(open(s3)).rejects.toThrow(
      /^FILES_S3_BUCKET waypost-files cannot be used \(.*ECONNREFUSED.*\)\.$/,
    );
  });

  test('refuses bytes that are not what they are stored as, and what cannot be stored is told', async () => {
    const s3 = await S3Server.start();
    const files = await open(s3);
    const path = join(folder, 'arrived');
    await writeFile(path, 'other bytes');
    await expect(files.adopt(path, 'e'.repeat(64))).rejects.toThrow('XAmzContentSHA256Mismatch');
    expect(s3.objects.size).toBe(0);
    s3.broken = 403;
    await expect(files.sizeOf('e'.repeat(64))).rejects.toThrow();
    s3.close();
  });
});
