/**
 * Files that sites send in pieces (tus 1.0): announced, asked about, and added to until they are whole, when they are taken like any other. The
 * library that takes the uploads of devices keeps the pieces and their order. What it does not know is V6's: a file has its id from its site, may
 * be announced again while it lies here in part, and is through once its bytes are here, by whatever way.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileConfigstore, FileStore as TusFiles } from '@tus/file-store';
import { Server } from '@tus/server';
import { budgetNumbers } from '../budgets/budgets';
import { OpenUploads } from '../budgets/open-uploads';
import type { Announcement } from './files';
import type { Upload } from './http/upload-parts';
import type { KnownSite } from './site/known-site';
import { other, V6Failure } from './wire/answers';
import { TUS_VERSION } from './wire/resumable';

export interface PiecesParts {
  /** the folder of this machine where the uploads of devices lie too: one that was given up is cleaned away with them */
  folder: string;
  /** the most bytes of one file */
  maxBytes: number;
  take: (site: KnownSite, upload: Omit<Upload, 'syncV5Settings'> & Announcement) => Promise<void>;
  /** The number of bytes of a file of this site that is here whole. */
  bytesHere: (site: KnownSite, fileId: string) => Promise<number | undefined>;
}

/** How far a file has come. */
export interface Standing {
  offset: number;
  length: number;
}

/** A call about a file. */
export interface Call {
  site: KnownSite;
  file: Announcement & { fileId: string };
}

export class SentInPieces {
  readonly #records: FileConfigstore;
  readonly #calls = new WeakMap<object, Call>();
  readonly #failures = new WeakMap<object, unknown>();
  /** files that are being taken, by the name of their pieces */
  readonly #finishing = new Map<string, Promise<void>>();
  readonly #open = new OpenUploads(
    budgetNumbers,
    async (name) => (await this.#records.get(name)) !== undefined,
  );
  #tus: Server | undefined;

  constructor(private readonly parts: PiecesParts) {
    this.#records = new FileConfigstore(parts.folder);
  }

  /** Answers a POST or a PATCH. */
  async take(request: Request, call: Call): Promise<Response> {
    const standing = await this.find(call);
    const isWhole = standing !== undefined && standing.offset === standing.length;
    const said = request.headers.get(request.method === 'POST' ? 'upload-length' : 'upload-offset');
    // what came of it before stays, unless it is announced with another length
    if (request.method === 'POST' && (isWhole || String(standing?.length) === said))
      return answer(201, { location: addressOf(call) });
    if (request.method !== 'POST' && isWhole && String(standing.offset) === said)
      return answer(204, { 'upload-offset': String(standing.offset) });
    if (request.method !== 'POST' && isWhole) throw elsewhere(standing);
    return this.#passOn(request, call);
  }

  /** Rejects where there is no such file. */
  async standing(call: Call): Promise<Standing> {
    const standing = await this.find(call);
    if (!standing) throw new V6Failure({ syncFileNotFound: call.file.fileId }, 404);
    return standing;
  }

  /**
   * Undefined: it was never announced. One whose bytes have all come, but which a stop or a fault kept from its end, is brought there first. A
   * file that is here whole is through, of which the answer may have been lost.
   */
  async find(call: Call): Promise<Standing | undefined> {
    const whole = await this.parts.bytesHere(call.site, call.file.fileId);
    if (whole !== undefined) return { offset: whole, length: whole };
    const length = (await this.#records.get(nameOf(call)))?.size;
    if (length === undefined) return undefined;
    const offset = (await stat(this.#pathOf(call)).catch(() => undefined))?.size ?? 0;
    if (offset === length) await this.#finish(call);
    return { offset, length };
  }

  async #passOn(request: Request, call: Call): Promise<Response> {
    this.#calls.set(request, call);
    const answered = await this.#server().handleWeb(request);
    if (this.#failures.has(request)) throw this.#failures.get(request);
    if (answered.status < 400) return answered;
    const { fileId } = call.file;
    if (answered.status === 404 || answered.status === 410)
      throw new V6Failure({ syncFileNotFound: fileId }, 404);
    if (answered.status === 409) throw elsewhere(await this.standing(call));
    throw other((await answered.text()).trim(), answered.status);
  }

  /** Made when the first file comes: its folder is made with it. */
  #server(): Server {
    const callOf = (request: Request): Call => {
      const call = this.#calls.get(request);
      if (!call) throw new Error('a call that nobody passed on');
      return call;
    };
    const store = (): TusFiles => {
      const made = new TusFiles({ directory: this.parts.folder, configstore: this.#records });
      made.extensions = ['creation'];
      return made;
    };
    this.#tus ??= new Server({
      path: ADDRESS,
      datastore: store(),
      maxSize: this.parts.maxBytes,
      namingFunction: (request) => nameOf(callOf(request)),
      getFileIdFromRequest: (request) => nameOf(callOf(request)),
      generateUrl: (request) => addressOf(callOf(request)),
      onUploadCreate: (request, upload) => this.#begin(callOf(request), upload),
      onUploadFinish: async (request) => {
        await this.#finish(callOf(request));
        return {};
      },
      onResponseError: (request, error) => {
        // the library's own are no errors, but a status with a sentence
        if (error instanceof Error) this.#failures.set(request, error);
        return undefined;
      },
    });
    return this.#tus;
  }

  /** A site may hold no more of the disk than a device may. Whoever sends is known by each call: nothing of that is kept. */
  async #begin(
    { site: { v6 } }: Call,
    { id, size = 0 }: { id: string; size?: number | undefined },
  ): Promise<{ metadata: Record<string, never> }> {
    if (!(await this.#open.hasRoom(v6.siteId, size)))
      throw other('Too many files of this site are under way: these have to come to their end first.', 429);
    this.#open.began(v6.siteId, id, size);
    return { metadata: {} };
  }

  /** The call that brings the last byte, and one that asks how things stand, may meet here. */
  #finish(call: Call): Promise<void> {
    const name = nameOf(call);
    const running = this.#finishing.get(name) ?? this.#keep(call).finally(() => this.#finishing.delete(name));
    this.#finishing.set(name, running);
    return running;
  }

  async #keep(call: Call): Promise<void> {
    const path = this.#pathOf(call);
    // another call has brought it to its end
    if (!(await stat(path).catch(() => undefined))) return;
    try {
      await this.parts.take(call.site, { ...call.file, mimeType: '', bytes: createReadStream(path) });
    } catch (error) {
      // one that is not taken is dropped: its bytes would be refused again
      if (error instanceof V6Failure) await this.#drop(call);
      throw error;
    }
    await this.#drop(call);
  }

  async #drop(call: Call): Promise<void> {
    this.#open.ended(nameOf(call));
    await this.#records.delete(nameOf(call)).catch(() => undefined);
    await rm(this.#pathOf(call), { force: true });
  }

  #pathOf(call: Call): string {
    return join(this.parts.folder, nameOf(call));
  }
}

const ADDRESS = '/central/sync/files';

const addressOf = ({ file }: Call): string => `${ADDRESS}/${encodeURIComponent(file.fileId)}`;

/** The name is of the form that those of devices have; no id of a site ever becomes a path. */
const nameOf = ({ site, file }: Call): string =>
  createHash('sha256').update(`v6 ${site.v6.siteId} ${file.fileId}`).digest('hex').slice(0, 32);

const answer = (status: number, headers: Record<string, string>): Response =>
  new Response(null, { status, headers: { 'tus-resumable': TUS_VERSION, ...headers } });

const elsewhere = ({ offset }: Standing): V6Failure => other(`The file is here up to byte ${offset}.`, 409);
