/**
 * Files in a bucket of an S3-compatible store. They come here whole, from this machine's disk, under a signature of their
 * sha256: the store itself refuses bytes that are others.
 */
import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import { receive } from './arrival';
import {
  isHash,
  nameOf,
  nothing,
  trashNameOf,
  type FileStore,
  type Range,
  type StoredFile,
} from './file-store';

export interface S3Settings {
  bucket: string;
  region: string;
  /** undefined: the store of Amazon; else one that speaks as it does, its buckets being paths */
  endpoint: string | undefined;
}

interface Bucket extends Pick<S3Settings, 'bucket'> {
  sdk: typeof Sdk;
  client: Sdk.S3Client;
}

/** Rejects when the bucket cannot be listed, written and cleaned. The client is loaded only here; it finds its keys by itself. */
export async function openS3Files(settings: S3Settings, arrivals: string): Promise<FileStore> {
  const sdk = await import('@aws-sdk/client-s3');
  const { bucket, region, endpoint } = settings;
  const client = new sdk.S3Client({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // not every compatible store knows the checksums that the client would add by itself
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const at = { sdk, client, bucket };
  await tryOut(at);
  return s3Files(at, arrivals);
}

/** A fault that would come with the first photo comes at the start. */
async function tryOut({ sdk, client, bucket }: Bucket): Promise<void> {
  const probe = { Bucket: bucket, Key: 'waypost-start' };
  await client.send(new sdk.ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
  await client.send(new sdk.PutObjectCommand({ ...probe, Body: 'Waypost can write here.' }));
  await client.send(new sdk.DeleteObjectCommand(probe));
}

function s3Files(at: Bucket, arrivals: string): FileStore {
  const { sdk, client, bucket } = at;
  const objectOf = (sha256: string) => ({ Bucket: bucket, Key: nameOf(sha256) });
  const adopt = async (path: string, sha256: string): Promise<void> => {
    await upload(at, path, sha256);
    await rm(path, { force: true });
  };
  const sizeOf = async (sha256: string): Promise<number | undefined> => {
    if (!isHash(sha256)) return undefined;
    const head = () => unlessMissing(client.send(new sdk.HeadObjectCommand(objectOf(sha256))));
    const found = await head();
    if (found) return found.ContentLength;
    return (await move(at, trashNameOf(sha256), nameOf(sha256))) ? (await head())?.ContentLength : undefined;
  };
  return {
    put: (bytes, expected) => receive(arrivals, bytes, expected, adopt),
    adopt,
    get: (sha256, range) => get(at, sha256, range),
    has: async (sha256) => (await sizeOf(sha256)) !== undefined,
    sizeOf,
    list: () => list(at, ''),
    discard: async (sha256) => {
      if (isHash(sha256)) await move(at, nameOf(sha256), trashNameOf(sha256));
    },
    discarded: () => list(at, 'trash/'),
    renew: async (sha256) => isHash(sha256) && renew(at, sha256),
    remove: async (sha256) => {
      if (!isHash(sha256)) return;
      await client.send(new sdk.DeleteObjectCommand(objectOf(sha256)));
      await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: trashNameOf(sha256) }));
    },
  };
}

/** Held in memory while it is sent, a file can be sent again by the client when a call fails. */
const TRIED_AGAIN_BYTES = 8 * 1024 * 1024;

async function upload({ sdk, client, bucket }: Bucket, path: string, sha256: string): Promise<void> {
  const { size } = await stat(path);
  const put = new sdk.PutObjectCommand({
    ...{ Bucket: bucket, Key: nameOf(sha256) },
    Body: size <= TRIED_AGAIN_BYTES ? await readFile(path) : createReadStream(path),
    ContentLength: size,
    ContentType: 'application/octet-stream',
  });
  put.middlewareStack.add(
    (next) => (args) => {
      // part of the signed text: the store compares it with the bytes that arrive
      const { request } = args;
      if (isRequest(request)) request.headers['x-amz-content-sha256'] = sha256;
      return next(args);
    },
    { step: 'build' },
  );
  await client.send(put);
}

const isRequest = (request: unknown): request is { headers: Record<string, string> } =>
  typeof request === 'object' && request !== null && 'headers' in request;

async function get({ sdk, client, bucket }: Bucket, sha256: string, range: Range | undefined) {
  if (!isHash(sha256)) return undefined;
  const part = range && { Range: `bytes=${range.start}-${range.end}` };
  const asked = new sdk.GetObjectCommand({ Bucket: bucket, Key: nameOf(sha256), ...part });
  const found = await unlessMissing(client.send(asked)).catch((error: unknown) => {
    if (statusOf(error) === 416) return 'nothing' as const;
    throw error;
  });
  if (found === 'nothing') return nothing();
  if (!(found?.Body instanceof Readable)) return undefined;
  return { stream: found.Body, bytes: found.ContentLength ?? 0 };
}

/** A copy onto itself: that alone renews an object's age. */
const renew = (at: Bucket, sha256: string): Promise<boolean> => copy(at, nameOf(sha256), nameOf(sha256));

/** False when there is no such object. */
async function copy({ sdk, client, bucket }: Bucket, from: string, to: string): Promise<boolean> {
  const onto = new sdk.CopyObjectCommand({
    ...{ Bucket: bucket, Key: to, CopySource: `${bucket}/${from}` },
    MetadataDirective: 'REPLACE',
    ContentType: 'application/octet-stream',
  });
  return (await unlessMissing(client.send(onto))) !== undefined;
}

async function move(at: Bucket, from: string, to: string): Promise<boolean> {
  const { sdk, client, bucket } = at;
  const isMoved = await copy(at, from, to);
  if (isMoved) await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: from }));
  return isMoved;
}

async function* list(
  { sdk, client, bucket }: Bucket,
  below: '' | 'trash/',
): AsyncIterable<StoredFile & { broughtAt: number }> {
  let after: string | undefined;
  do {
    const page: Sdk.ListObjectsV2CommandOutput = await client.send(
      new sdk.ListObjectsV2Command({
        ...{ Bucket: bucket, Prefix: below },
        ...(after !== undefined && { ContinuationToken: after }),
      }),
    );
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
      const sha256 = Key.slice(below.length + 3);
      // without an age it counts as new: it is not cleaned away
      const broughtAt = LastModified?.getTime() ?? Infinity;
      if (isHash(sha256) && Key === below + nameOf(sha256)) yield { sha256, bytes: Size, broughtAt };
    }
    after = page.NextContinuationToken;
  } while (after !== undefined);
}

const unlessMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (statusOf(error) === 404) return undefined;
    throw error;
  });

function statusOf(error: unknown): unknown {
  const metadata = typeof error === 'object' && error !== null && '$metadata' in error && error.$metadata;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode
    : undefined;
}
