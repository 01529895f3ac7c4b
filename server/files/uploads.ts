/**
 * Files on their way here by tus 1.0: created, sent in pieces, resumed at any byte, also after a kill. A finished one becomes a
 * file of the store if its bytes are what was said; else it is dropped.
 */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileConfigstore, FileStore as TusFiles } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { fileTypeFromFile } from 'file-type';
import { familyOfKind } from '#shared/domain/file-kind';
import { contentIssue, familyIssue, type FileLimits } from '#shared/domain/file-limits';
import { hashOf, type FileStore } from './file-store';
import { readMetadata, type UploadMetadata } from './upload-metadata';

/** Ends a call of tus; the body is an error code. */
export class UploadRefused extends Error {
  constructor(
    readonly status_code: number,
    readonly body: string,
  ) {
    super(body);
  }
}

export interface UploadRecord extends UploadMetadata {
  id: string;
  /** bytes in all */
  size: number;
  /** bytes that are here */
  offset: number;
  /** instant */
  createdAt: string;
}

type MayWrite = (storeId: string) => Promise<boolean>;

const ID = /^[0-9a-f]{32}$/;

export class Uploads {
  readonly #records: FileConfigstore;
  #tus: Server | undefined;
  readonly #callers = new WeakMap<object, MayWrite>();

  constructor(
    private readonly folder: string,
    private readonly files: FileStore,
    /** which files the programme takes at this moment */
    private readonly limits: () => Promise<FileLimits>,
  ) {
    this.#records = new FileConfigstore(folder);
  }

  /** Answers a POST or a PATCH; an error's body is a code, or a sentence of tus. */
  async take(request: Request, mayWrite: MayWrite): Promise<Response> {
    this.#callers.set(request, mayWrite);
    return this.#server().handleWeb(request);
  }

  /** What is known of an upload; undefined when there is none, or it was dropped. */
  async find(id: string): Promise<UploadRecord | undefined> {
    const record = ID.test(id) ? await this.#records.get(id) : undefined;
    const said = readMetadata(record?.metadata);
    if (!record || !said || record.size === undefined) return undefined;
    const { size } = record;
    const arrived = await stat(join(this.folder, id)).catch(() => undefined);
    const isStored = (await this.files.sizeOf(said.sha256)) === size;
    if (!arrived && !isStored) return undefined;
    const offset = isStored ? size : (arrived?.size ?? 0);
    return { ...said, id, size, offset, createdAt: record.creation_date ?? '' };
  }

  /** True when nothing of it is to come any more. */
  isComplete = ({ size, offset }: UploadRecord): boolean => offset === size;

  /** Ids of all uploads, finished or not. */
  async list(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return [...new Set(names.map((name) => name.replace(/\.json$/, '')))].filter((name) => ID.test(name));
  }

  async drop(id: string): Promise<void> {
    await this.#store()
      .remove(id)
      .catch(() => undefined);
    await this.#records.delete(id).catch(() => undefined);
  }

  /** Milliseconds since when there is news of an upload. */
  async touchedAt(id: string): Promise<number> {
    const times = await Promise.all(
      [id, `${id}.json`].map((name) =>
        stat(join(this.folder, name)).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      ),
    );
    return Math.max(...times);
  }

  /** Made when the first upload comes: its folder is made with it. */
  #server(): Server {
    this.#tus ??= new Server({
      path: '/api/files',
      datastore: this.#store(),
      maxSize: async () => (await this.limits()).maxBytes,
      generateUrl: (_request, { path, id }) => `${path}/uploads/${id}`,
      onUploadCreate: (request, upload) => this.#create(request, upload),
      onUploadFinish: (_request, upload) => this.#finish(upload),
    });
    return this.#tus;
  }

  #store = once(() => {
    const store = new TusFiles({ directory: this.folder, configstore: this.#records });
    store.extensions = ['creation', 'creation-with-upload'];
    return store;
  });

  async #create(request: object, upload: Upload): Promise<{ metadata: Record<string, string> }> {
    const said = readMetadata(upload.metadata);
    if (!said || upload.size === undefined) throw new UploadRefused(400, 'bad-request');
    if ((await this.#callers.get(request)?.(said.storeId)) !== true)
      throw new UploadRefused(403, 'not-allowed');
    const issue =
      named(said.filetype) && familyIssue(familyOfKind(said.filetype), upload.size, await this.limits());
    if (issue) throw new UploadRefused(415, issue.code);
    return { metadata: said };
  }

  async #finish(upload: Upload): Promise<object> {
    const said = readMetadata(upload.metadata);
    const path = join(this.folder, upload.id);
    const refusal = said ? await this.#judge(path, said) : new UploadRefused(400, 'bad-request');
    if (refusal) {
      await this.drop(upload.id);
      throw refusal;
    }
    if (said) await this.files.adopt(path, said.sha256);
    return {};
  }

  async #judge(path: string, { sha256, filetype }: UploadMetadata): Promise<UploadRefused | undefined> {
    if ((await hashOf(path)) !== sha256) return new UploadRefused(460, 'file-hash-differs');
    const found = (await fileTypeFromFile(path))?.mime;
    const [head, { size }, limits] = await Promise.all([headOf(path), stat(path), this.limits()]);
    const issue = contentIssue({ said: filetype, found, head, bytes: size }, limits);
    return issue === undefined ? undefined : new UploadRefused(415, issue.code);
  }
}

/** What is named so is of no other family, if it is what it says; its bytes need not come to tell. */
const named = (kind: string): boolean => ['photo', 'video', 'recording', 'pdf'].includes(familyOfKind(kind));

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  const head = new Uint8Array(512);
  const { bytesRead } = await file.read(head).finally(() => file.close());
  return head.subarray(0, bytesRead);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
