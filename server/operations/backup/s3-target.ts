/** Backups in a bucket: s3://bucket/prefix. The client finds its keys by itself, as it does for files. */
import { Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import type { S3Settings } from '../../files/s3-files';
import { StartError } from '../../start-error';
import { readBucket } from './place';
import type { BackupTarget } from './target';

interface At {
  sdk: typeof Sdk;
  client: Sdk.S3Client;
  bucket: string;
  /** '' or ends with a slash */
  prefix: string;
}

/** `files`: the store that files lie in, whose region and endpoint count here too. Rejects with StartError when it cannot be listed. */
export async function s3Target(place: string, files: S3Settings | undefined): Promise<BackupTarget> {
  const { bucket, path } = readBucket(place) ?? { bucket: '', path: '' };
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client(settingsFor(files));
  const prefix = path === '' ? '' : `${path.replace(/\/$/, '')}/`;
  const at = { sdk, client, bucket, prefix };
  await client.send(new sdk.ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 })).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.name : 'unknown error';
    throw new StartError(`The bucket ${bucket} for backups cannot be used (${why}).`, { cause });
  });
  return targetAt(place, at);
}

/** Without files in a bucket: the settings that the client finds in the environment, AWS_REGION and AWS_ENDPOINT_URL_S3. */
function settingsFor(files: S3Settings | undefined): Sdk.S3ClientConfig {
  const endpoint = files?.endpoint ?? process.env['AWS_ENDPOINT_URL_S3'];
  return {
    ...(files && { region: files.region }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // not every compatible store knows the checksums that the client would add by itself
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

function targetAt(label: string, at: At): BackupTarget {
  const { sdk, client, bucket, prefix } = at;
  const keyOf = (name: string) => ({ Bucket: bucket, Key: prefix + name });
  return {
    label,
    scratch: undefined,
    put: (name, bytes) => put(at, name, bytes),
    get: async (name) => {
      const { Body } = await client.send(new sdk.GetObjectCommand(keyOf(name)));
      if (!(Body instanceof Readable)) throw new Error(`${name} could not be read`);
      return Body;
    },
    has: (name) =>
      client.send(new sdk.HeadObjectCommand(keyOf(name))).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),
    list: (folder) => namesIn(at, `${folder}/`),
    folders: async () => [
      ...new Set((await namesIn(at, '')).flatMap((name) => name.split('/').slice(0, -1).slice(0, 1))),
    ],
    remove: async (name) => void (await client.send(new sdk.DeleteObjectCommand(keyOf(name)))),
  };
}

/** In parts: its length is not known before its end, and a single call takes five gigabytes at most. */
async function put({ client, bucket, prefix }: At, name: string, bytes: Readable): Promise<void> {
  const { Upload } = await import('@aws-sdk/lib-storage');
  await new Upload({
    client,
    params: { Bucket: bucket, Key: prefix + name, Body: bytes },
    leavePartsOnError: false,
  }).done();
}

async function namesIn({ sdk, client, bucket, prefix }: At, below: string): Promise<string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page: Sdk.ListObjectsV2CommandOutput = await client.send(
      new sdk.ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix + below,
        ...(after !== undefined && { ContinuationToken: after }),
      }),
    );
    for (const { Key = '' } of page.Contents ?? [])
      if (Key.startsWith(prefix + below)) names.push(Key.slice(prefix.length));
    after = page.NextContinuationToken;
  } while (after !== undefined);
  return names;
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  '$metadata' in error &&
  (error.$metadata as { httpStatusCode?: number }).httpStatusCode === 404;
