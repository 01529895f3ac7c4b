/**
 * A store that speaks as much of S3 as the client needs, in memory, on this machine, by the published API (version 2006-03-01). It checks
 * keys, the hashes given for bodies, and of uploads in parts their sizes, order and tags.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEY_ID = 'AKTESTKEY';
const PAGE = 3;
/** Of all parts but the last, by the API. */
const SMALLEST_PART = 5 * 1024 * 1024;

interface StoredObject {
  bytes: Buffer;
  modifiedAt: number;
}

type Answer = [status: number, body?: string | Buffer, headers?: Record<string, string>];

export class S3Server {
  readonly objects = new Map<string, StoredObject>();
  /** uploads that have begun and not ended: a bucket keeps them, and their price, for ever */
  readonly uploads = new Map<string, Map<number, Buffer>>();
  #begun = 0;
  /** while set, nothing is answered but this status */
  broken: number | undefined;

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    readonly bucket: string,
  ) {}

  static async start(bucket = 'waypost-files'): Promise<S3Server> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const store = new S3Server(server, `http://127.0.0.1:${port}`, bucket);
    server.on('request', (request, response) => void store.#answer(request, response));
    return store;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const [status, body = '', headers = {}] = this.#decide(request, Buffer.concat(pieces));
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  #decide(request: IncomingMessage, body: Buffer): Answer {
    if (this.broken !== undefined) return failure(this.broken, 'ServiceUnavailable');
    if (!String(request.headers.authorization).includes(`Credential=${KEY_ID}/`))
      return failure(403, 'InvalidAccessKeyId');
    const url = new URL(request.url ?? '/', this.origin);
    const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    if (bucket !== this.bucket) return failure(404, 'NoSuchBucket');
    const key = rest.join('/');
    const { searchParams } = url;
    if (key === '')
      return this.#list(searchParams.get('prefix') ?? '', searchParams.get('continuation-token') ?? '');
    const upload = searchParams.get('uploadId');
    if (upload !== null) return this.#part(request, key, upload, searchParams.get('partNumber'), body);
    if (searchParams.has('uploads')) return this.#begin(key);
    switch (request.method) {
      case 'PUT':
        return this.#put(key, request, body);
      case 'DELETE':
        this.objects.delete(key);
        return [204];
      default:
        return this.#get(key, request);
    }
  }

  #put(key: string, { headers }: IncomingMessage, body: Buffer): Answer {
    const from = headers['x-amz-copy-source'];
    if (from !== undefined) return this.#copy(key, decodeURIComponent(String(from)));
    const signed = headers['x-amz-content-sha256'];
    const hash = createHash('sha256').update(body).digest('hex');
    if (signed !== hash && signed !== 'UNSIGNED-PAYLOAD') return failure(400, 'XAmzContentSHA256Mismatch');
    this.objects.set(key, { bytes: body, modifiedAt: Date.now() });
    return [200, '', { etag: `"${hash.slice(0, 32)}"` }];
  }

  #begin(key: string): Answer {
    const id = `upload-${(this.#begun += 1)}`;
    this.uploads.set(id, new Map());
    const result = `<Bucket>${this.bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId>`;
    return [200, `<InitiateMultipartUploadResult>${result}</InitiateMultipartUploadResult>`];
  }

  /** The calls of an upload in parts: a part of it, its end, or its being given up. */
  #part(
    { method, headers }: IncomingMessage,
    key: string,
    id: string,
    number: string | null,
    body: Buffer,
  ): Answer {
    const parts = this.uploads.get(id);
    if (!parts) return failure(404, 'NoSuchUpload');
    if (method === 'DELETE') {
      this.uploads.delete(id);
      return [204];
    }
    if (method === 'POST') return this.#complete(key, id, parts, body.toString());
    const hash = createHash('sha256').update(body).digest('hex');
    const signed = headers['x-amz-content-sha256'];
    if (signed !== hash && signed !== 'UNSIGNED-PAYLOAD') return failure(400, 'XAmzContentSHA256Mismatch');
    parts.set(Number(number), body);
    return [200, '', { etag: `"${hash.slice(0, 32)}"` }];
  }

  /** In the order of their numbers, all but the last of five megabytes at least, each with the tag that it was answered with. */
  #complete(key: string, id: string, parts: ReadonlyMap<number, Buffer>, said: string): Answer {
    const named = [...said.matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      tag: /<ETag>(?:&quot;|")?([0-9a-f]+)/.exec(part)?.[1],
    }));
    const bytes = named.map(({ number }) => parts.get(number));
    if (named.some(({ number }, index) => index > 0 && number <= (named[index - 1]?.number ?? 0)))
      return failure(400, 'InvalidPartOrder');
    const isRight = named.every(({ tag }, index) => {
      const part = bytes[index];
      return part && createHash('sha256').update(part).digest('hex').slice(0, 32) === tag;
    });
    if (!isRight || named.length === 0) return failure(400, 'InvalidPart');
    if (bytes.slice(0, -1).some((part) => (part?.length ?? 0) < SMALLEST_PART))
      return failure(400, 'EntityTooSmall');
    this.objects.set(key, {
      bytes: Buffer.concat(bytes.flatMap((part) => part ?? [])),
      modifiedAt: Date.now(),
    });
    this.uploads.delete(id);
    const result = `<Bucket>${this.bucket}</Bucket><Key>${key}</Key><ETag>"parts"</ETag>`;
    return [200, `<CompleteMultipartUploadResult>${result}</CompleteMultipartUploadResult>`];
  }

  #copy(key: string, from: string): Answer {
    const source = this.objects.get(from.replace(/^\//, '').slice(this.bucket.length + 1));
    if (!source) return failure(404, 'NoSuchKey');
    this.objects.set(key, { bytes: source.bytes, modifiedAt: Date.now() });
    return [200, '<CopyObjectResult><ETag>"copy"</ETag></CopyObjectResult>'];
  }

  #get(key: string, { headers }: IncomingMessage): Answer {
    const found = this.objects.get(key);
    if (!found) return failure(404, 'NoSuchKey');
    const { bytes, modifiedAt } = found;
    const about = { 'last-modified': new Date(modifiedAt).toUTCString(), etag: '"object"' };
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    if (from === '') return [200, bytes, { ...about, 'content-length': String(bytes.length) }];
    if (Number(from) >= bytes.length) return failure(416, 'InvalidRange');
    const part = bytes.subarray(Number(from), to === '' ? undefined : Number(to) + 1);
    const range = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`;
    return [206, part, { ...about, 'content-range': range }];
  }

  /** In pages of a few, so that a client that lists has to turn them. */
  #list(prefix: string, after: string): Answer {
    const keys = [...this.objects.keys()].sort().filter((key) => key > after && key.startsWith(prefix));
    const page = keys.slice(0, PAGE);
    const next = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page.map((key) => {
      const { bytes, modifiedAt } = this.objects.get(key) ?? { bytes: Buffer.alloc(0), modifiedAt: 0 };
      const at = new Date(modifiedAt).toISOString();
      return `<Contents><Key>${key}</Key><Size>${bytes.length}</Size><LastModified>${at}</LastModified></Contents>`;
    });
    const isTruncated = `<IsTruncated>${next !== ''}</IsTruncated>`;
    return [200, `<ListBucketResult>${isTruncated}${contents.join('')}${next}</ListBucketResult>`];
  }
}

const failure = (status: number, code: string): Answer => [
  status,
  `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
];
