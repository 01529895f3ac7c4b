/**
 * Files on their way here by tus 1.0: created, sent in pieces, resumed at any byte, also after a kill. A finished one becomes a file of the
 * store if its bytes match the announcement; else it is dropped.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileConfigstore, FileStore as TusFiles } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { familyOfKind } from '#shared/domain/file-kind';
import { familyIssue, type FileLimits } from '#shared/domain/file-limits';
import { budgetNumbers } from '../budgets/budgets';
import { OpenUploads } from '../budgets/open-uploads';
import type { ContentBook } from '../database/port/registry-contents';
import type { FileStore } from './file-store';
import { refusalOf, UploadRefused } from './judge-upload';
import { readMetadata, type UploadMetadata } from './upload-metadata';

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

/** The sender: a device, or the browser of staff. */
export interface Sender {
  id: string;
  mayWrite: MayWrite;
}

const ID = /^[0-9a-f]{32}$/;

interface UploadParts {
  folder: string;
  files: FileStore;
  /** the files that the programme takes at this moment */
  limits: () => Promise<FileLimits>;
  /** for which stores contents were brought */
  contents: ContentBook;
  /** called with contents that a store did not have, just before they are kept and once they are; the sender hears of it afterwards */
  onKept?: (sha256: string) => Promise<void>;
  numbers?: { uploads: number; uploadBytes: number };
}

export class Uploads {
  readonly #records: FileConfigstore;
  #tus: Server | undefined;
  readonly #callers = new WeakMap<object, Sender>();
  readonly #open: OpenUploads;
  /** uploads whose bytes are being judged and kept */
  readonly #finishing = new Map<string, Promise<void>>();

  constructor(private readonly parts: UploadParts) {
    const { folder, numbers = budgetNumbers } = parts;
    this.#records = new FileConfigstore(folder);
    this.#open = new OpenUploads(numbers, async (id) => (await this.#records.get(id)) !== undefined);
  }

  /** Answers a POST or a PATCH; an error's body is a code, or a sentence of tus. */
  async take(request: Request, sender: Sender): Promise<Response> {
    this.#callers.set(request, sender);
    return this.#server().handleWeb(request);
  }

  /**
   * The record of an upload; undefined when there is none, or it was dropped. One whose bytes have all come, but which a kill or a store
   * out of reach kept from its end, is brought there first. Rejects when the store cannot be reached.
   */
  async find(id: string): Promise<UploadRecord | undefined> {
    const record = ID.test(id) ? await this.#records.get(id) : undefined;
    const said = readMetadata(record?.metadata);
    if (!record || !said || record.size === undefined) return undefined;
    const { size, creation_date: createdAt = '' } = record;
    const offset = await this.#offsetOf(id, said, size);
    if (offset === undefined || offset === size) this.#open.ended(id);
    return offset === undefined ? undefined : { ...said, id, size, offset, createdAt };
  }

  /** Undefined when nothing of it is here, or it was dropped. */
  async #offsetOf(id: string, said: UploadMetadata, size: number): Promise<number | undefined> {
    const arrived = await stat(join(this.parts.folder, id)).catch(() => undefined);
    // while the store is out of reach, bytes that are on their way still come
    const stored = this.parts.files.sizeOf(said.sha256).catch((error: unknown) => {
      if (!arrived) throw error;
    });
    if ((await stored) === size && (await this.#isBrought(said))) return size;
    if (arrived?.size === size && !(await this.#finishLate(id, said))) return undefined;
    return arrived?.size;
  }

  /** False when it was dropped. */
  #finishLate(id: string, said: UploadMetadata): Promise<boolean> {
    return this.#finishOnce(id, said).then(
      () => true,
      (error: unknown) => {
        if (error instanceof UploadRefused) return false;
        throw error;
      },
    );
  }

  /** True when nothing of it is to come any more. */
  isComplete = ({ size, offset }: UploadRecord): boolean => offset === size;

  /** Ids of all uploads, finished or not. */
  async list(): Promise<string[]> {
    const names = await readdir(this.parts.folder).catch(() => []);
    return [...new Set(names.map((name) => name.replace(/\.json$/, '')))].filter((name) => ID.test(name));
  }

  async drop(id: string): Promise<void> {
    this.#open.ended(id);
    await this.#store()
      .remove(id)
      .catch(() => undefined);
    await this.#records.delete(id).catch(() => undefined);
  }

  /** Milliseconds since when there is news of an upload. */
  async touchedAt(id: string): Promise<number> {
    const times = await Promise.all(
      [id, `${id}.json`].map((name) =>
        stat(join(this.parts.folder, name)).then(
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
      maxSize: async () => (await this.parts.limits()).maxBytes,
      generateUrl: (_request, { path, id }) => `${path}/uploads/${id}`,
      onUploadCreate: (request, upload) => this.#create(request, upload),
      onUploadFinish: (_request, upload) => this.#finish(upload),
    });
    return this.#tus;
  }

  #store = once(() => {
    const store = new TusFiles({ directory: this.parts.folder, configstore: this.#records });
    store.extensions = ['creation', 'creation-with-upload'];
    return store;
  });

  async #create(request: object, upload: Upload): Promise<{ metadata: Record<string, string> }> {
    const said = readMetadata(upload.metadata);
    if (!said || upload.size === undefined) throw new UploadRefused(400, 'bad-request');
    const sender = this.#callers.get(request);
    if ((await sender?.mayWrite(said.storeId)) !== true) throw new UploadRefused(403, 'not-allowed');
    const issue =
      named(said.filetype) &&
      familyIssue(familyOfKind(said.filetype), upload.size, await this.parts.limits());
    if (issue) throw new UploadRefused(415, issue.code);
    if (sender && !(await this.#open.hasRoom(sender.id, upload.size)))
      throw new UploadRefused(429, 'over-budget');
    if (sender) this.#open.began(sender.id, upload.id, upload.size);
    return { metadata: said };
  }

  async #finish({ id, metadata }: Upload): Promise<object> {
    this.#open.ended(id);
    const said = readMetadata(metadata);
    if (said) await this.#finishOnce(id, said);
    else await this.drop(id);
    if (!said) throw new UploadRefused(400, 'bad-request');
    return {};
  }

  /** The call that brings the last byte, and one that asks how things stand, may meet here. */
  #finishOnce(id: string, said: UploadMetadata): Promise<void> {
    const running = this.#finishing.get(id);
    if (running) return running;
    const work = this.#keep(id, said).finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, work);
    return work;
  }

  async #keep(id: string, said: UploadMetadata): Promise<void> {
    const path = join(this.parts.folder, id);
    const isGone = !(await stat(path).catch(() => undefined));
    if (isGone && (await this.parts.files.has(said.sha256)) && (await this.#isBrought(said))) return;
    const refusal = await refusalOf(path, said, await this.parts.limits());
    if (refusal) {
      await this.drop(id);
      throw refusal;
    }
    const isKnown = (await this.parts.files.has(said.sha256)) && (await this.#isBrought(said));
    const tell = (): Promise<void> =>
      isKnown ? Promise.resolve() : (this.parts.onKept?.(said.sha256) ?? Promise.resolve());
    // called before too: a kill between the two lines below then hides nothing from those concerned
    await tell();
    await this.parts.contents.prove(said.sha256, said.storeId);
    await this.parts.files.adopt(path, said.sha256);
    await tell();
  }

  /** A store for which these bytes never came must learn nothing: not even that they are here. */
  async #isBrought({ sha256, storeId }: UploadMetadata): Promise<boolean> {
    return (await this.parts.contents.storesOf(sha256)).includes(storeId);
  }
}

/** A file named so is of no other family, if its name is true; its bytes need not come to show it. */
const named = (kind: string): boolean => ['photo', 'video', 'recording', 'pdf'].includes(familyOfKind(kind));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
