/** Sends one file by tus: begun, or continued where central stands. Tried once; the uploader retries. */
import * as z from 'zod/mini';
import { errorAnswer } from '#shared/api/error';
import { readJson } from '#shared/json';
import type * as Tus from 'tus-js-client';
import type { Central } from '../../central-api/central';
import type { FileCopy } from '../../replica/records';
import type { World } from '../world';
import type { Meter } from './meter';
import { FIRST_PIECE, nextPiece } from './queue';

export type Outcome =
  | { type: 'done' }
  /** the link failed, or central cannot take anything now */
  | { type: 'cut' }
  /** a person stopped it, or the day's data are used up */
  | { type: 'stopped' }
  /** central has judged this file, and says why it does not take it */
  | { type: 'refused'; code: string }
  /** an answer that does not name this file is about the call, whatever its code (rule M9) */
  | { type: 'unjudged'; code: string };

export interface Sending {
  central: Central;
  file: FileCopy;
  bytes: ArrayBuffer;
  signal: AbortSignal;
  /** the path at central under which the upload can go on */
  began: (uploadUrl: string) => void;
  /** the number of bytes at central */
  accepted: (bytes: number) => void;
  meter: Meter;
}

/** The library comes when the first file goes: most days of most devices have none, and a first visit must be small. */
const library = (): Promise<typeof Tus | undefined> => import('tus-js-client').catch(() => undefined);

/** Bytes of a file that goes along with its own announcement. */
const AT_ONCE = 16 * 1024;

/** A link that moves nothing for this long is taken for gone. */
const PATIENCE_MS = 60_000;

type Clock = Pick<World, 'now' | 'after' | 'uploadSource'>;

export async function sendFile(world: Clock, sending: Sending): Promise<Outcome> {
  const tus = await library();
  if (!tus) return { type: 'cut' };
  return new Promise((resolve) => {
    const transfer = new Transfer(world, sending, resolve);
    const upload: Tus.Upload = new tus.Upload(world.uploadSource(sending.bytes), {
      ...optionsOf(sending),
      onUploadUrlAvailable: () => sending.began(new URL(upload.url ?? '', 'http://central').pathname),
      onProgress: (bytes) => transfer.moved(bytes),
      onAfterResponse: (request, answer) => {
        const isHereAlready = answer.getHeader('Upload-Offset') === String(sending.file.size);
        // central alone knows how far the upload came before the link broke
        if (request.getMethod() === 'HEAD' && answer.getStatus() === 200)
          sending.accepted(Number(answer.getHeader('Upload-Offset') ?? 0));
        if (request.getMethod() === 'POST' && answer.getStatus() === 201 && isHereAlready) transfer.isThere();
      },
      onChunkComplete: (size, accepted) => {
        upload.options.chunkSize = transfer.tookPiece(size);
        sending.accepted(accepted);
        if (sending.meter.isUsedUp && accepted < sending.file.size) transfer.stop();
      },
      onSuccess: () => transfer.end({ type: 'done' }),
      onError: (error) => transfer.end(outcomeOf(error, sending.file.sha256)),
    });
    transfer.begin(upload);
  });
}

function optionsOf({ central, file, meter }: Sending): Tus.UploadOptions {
  const { sha256, fileName: filename, mimeType: filetype, storeId } = file;
  return {
    endpoint: `${central.url}/api/files`,
    uploadUrl: file.uploadUrl === undefined ? null : `${central.url}${file.uploadUrl}`,
    metadata: { sha256, filename, filetype, storeId },
    headers: central.token === undefined ? {} : { authorization: `Bearer ${central.token}` },
    chunkSize: meter.within(FIRST_PIECE),
    retryDelays: null,
    // a small file costs one call; of a larger one, the bytes that a cut call brought must not be lost
    uploadDataDuringCreation: file.size <= AT_ONCE,
    storeFingerprintForResuming: false,
  };
}

/** One try: it ends once, by any of its ends. */
class Transfer {
  #upload: Tus.Upload | undefined;
  #pieceBegan: number;
  #stopWaiting = (): void => undefined;

  constructor(
    private readonly world: Clock,
    private readonly sending: Sending,
    private readonly resolve: (outcome: Outcome) => void,
  ) {
    this.#pieceBegan = world.now();
  }

  begin(upload: Tus.Upload): void {
    this.#upload = upload;
    this.sending.signal.addEventListener('abort', this.stop, { once: true });
    if (this.sending.signal.aborted) return this.stop();
    this.#wait();
    upload.start();
  }

  /** The link took the file up to this byte. */
  moved(to: number): void {
    this.sending.meter.moved(to);
    this.#wait();
  }

  #wait(): void {
    this.#stopWaiting();
    this.#stopWaiting = this.world.after(PATIENCE_MS, () => this.#abort({ type: 'cut' }));
  }

  /** Returns how large the next piece shall be. */
  tookPiece(bytes: number): number {
    const now = this.world.now();
    const ms = now - this.#pieceBegan;
    this.#pieceBegan = now;
    const { meter } = this.sending;
    // that a device which is full cannot note the pace stops nothing
    void meter.took(bytes, ms).catch(() => undefined);
    return meter.within(nextPiece(bytes, ms));
  }

  /** Central had it, from whomever. */
  isThere(): void {
    this.#abort({ type: 'done' });
  }

  end(outcome: Outcome): void {
    this.#stopWaiting();
    this.sending.signal.removeEventListener('abort', this.stop);
    this.resolve(outcome);
  }

  stop = (): void => this.#abort({ type: 'stopped' });

  #abort(outcome: Outcome): void {
    void this.#upload?.abort();
    this.end(outcome);
  }
}

interface Answered {
  originalResponse?: { getStatus(): number; getBody(): string } | null;
}

function outcomeOf(error: Error & Answered, sha256: string): Outcome {
  const status = error.originalResponse?.getStatus() ?? 0;
  if (status < 400 || status >= 500 || passing.has(status)) return { type: 'cut' };
  const read = z.safeParse(errorAnswer, readJson(error.originalResponse?.getBody() ?? ''));
  // such an answer comes from a captive portal, or from a proxy with a rule of its own
  if (!read.success) return { type: 'unjudged', code: 'not-a-central-server' };
  const { code, details } = read.data.error;
  if (z.safeParse(z.object({ sha256: z.literal(sha256) }), details).success) return { type: 'refused', code };
  return { type: 'unjudged', code: code === 'unknown-device' ? code : 'call-spoilt' };
}

/** Somebody else holds the upload, or it stands elsewhere, or there were too many calls: later it is another matter. */
const passing = new Set([404, 408, 409, 410, 423, 425, 429]);
