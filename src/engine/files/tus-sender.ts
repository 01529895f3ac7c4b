/** Sends one file by tus: begun, or gone on with where central stands. Tried once; who tries again is the carrier. */
import * as z from 'zod/mini';
import { Upload, type UploadOptions } from 'tus-js-client';
import type { Central } from '../../link/central';
import type { FileCopy } from '../../replica/records';
import type { World } from '../world';
import { FIRST_PIECE, nextPiece } from './queue';

export type Outcome =
  | { type: 'done' }
  /** the link failed, or central cannot take anything now */
  | { type: 'cut' }
  | { type: 'stopped' }
  /** central says why it does not take it */
  | { type: 'refused'; status: number; code: string };

export interface Sending {
  central: Central;
  file: FileCopy;
  bytes: ArrayBuffer;
  signal: AbortSignal;
  /** where it can be gone on with, as a path of central */
  began: (uploadUrl: string) => void;
  /** so many bytes are at central */
  accepted: (bytes: number) => void;
}

/** Bytes of a file that goes along with its own announcement. */
const AT_ONCE = 16 * 1024;

/** A link that moves nothing for this long is taken for gone. */
const PATIENCE_MS = 60_000;

type Clock = Pick<World, 'now' | 'after' | 'uploadSource'>;

export function sendFile(world: Clock, sending: Sending): Promise<Outcome> {
  return new Promise((resolve) => {
    const transfer = new Transfer(world, sending, resolve);
    const upload: Upload = new Upload(world.uploadSource(sending.bytes), {
      ...optionsOf(sending),
      onUploadUrlAvailable: () => sending.began(new URL(upload.url ?? '', 'http://central').pathname),
      onProgress: () => transfer.moved(),
      onAfterResponse: (request, answer) => {
        const isHereAlready = answer.getHeader('Upload-Offset') === String(sending.file.size);
        // how far it came when the link broke is known to central alone
        if (request.getMethod() === 'HEAD' && answer.getStatus() === 200)
          sending.accepted(Number(answer.getHeader('Upload-Offset') ?? 0));
        if (request.getMethod() === 'POST' && answer.getStatus() === 201 && isHereAlready) transfer.isThere();
      },
      onChunkComplete: (size, accepted) => {
        upload.options.chunkSize = transfer.tookPiece(size);
        sending.accepted(accepted);
      },
      onSuccess: () => transfer.end({ type: 'done' }),
      onError: (error) => transfer.end(outcomeOf(error)),
    });
    transfer.begin(upload);
  });
}

function optionsOf({ central, file }: Sending): UploadOptions {
  const { sha256, fileName: filename, mimeType: filetype, storeId } = file;
  return {
    endpoint: `${central.url}/api/files`,
    uploadUrl: file.uploadUrl === undefined ? null : `${central.url}${file.uploadUrl}`,
    metadata: { sha256, filename, filetype, storeId },
    headers: central.token === undefined ? {} : { authorization: `Bearer ${central.token}` },
    chunkSize: FIRST_PIECE,
    retryDelays: null,
    // a small file costs one call; of a larger one, what a cut call brought must not be lost
    uploadDataDuringCreation: file.size <= AT_ONCE,
    storeFingerprintForResuming: false,
  };
}

/** One try: it ends once, whoever ends it. */
class Transfer {
  #upload: Upload | undefined;
  #pieceBegan: number;
  #stopWaiting = (): void => undefined;

  constructor(
    private readonly world: Clock,
    private readonly sending: Sending,
    private readonly resolve: (outcome: Outcome) => void,
  ) {
    this.#pieceBegan = world.now();
  }

  begin(upload: Upload): void {
    this.#upload = upload;
    this.sending.signal.addEventListener('abort', this.#stop, { once: true });
    if (this.sending.signal.aborted) return this.#stop();
    this.moved();
    upload.start();
  }

  moved(): void {
    this.#stopWaiting();
    this.#stopWaiting = this.world.after(PATIENCE_MS, () => this.#abort({ type: 'cut' }));
  }

  /** Answers how large the next piece shall be. */
  tookPiece(bytes: number): number {
    const now = this.world.now();
    const piece = nextPiece(bytes, now - this.#pieceBegan);
    this.#pieceBegan = now;
    return piece;
  }

  /** Central had it, from whomever. */
  isThere(): void {
    this.#abort({ type: 'done' });
  }

  end(outcome: Outcome): void {
    this.#stopWaiting();
    this.sending.signal.removeEventListener('abort', this.#stop);
    this.resolve(outcome);
  }

  #stop = (): void => this.#abort({ type: 'stopped' });

  #abort(outcome: Outcome): void {
    void this.#upload?.abort();
    this.end(outcome);
  }
}

const errorBody = z.object({ error: z.object({ code: z.string() }) });

interface Answered {
  originalResponse?: { getStatus(): number; getBody(): string } | null;
}

function outcomeOf(error: Error & Answered): Outcome {
  const status = error.originalResponse?.getStatus() ?? 0;
  if (status < 400 || status >= 500 || passing.has(status)) return { type: 'cut' };
  return { type: 'refused', status, code: codeOf(error.originalResponse?.getBody() ?? '') };
}

/** Somebody else holds the upload, or it stands elsewhere, or there were too many calls: later it is another matter. */
const passing = new Set([404, 408, 409, 410, 423, 425, 429]);

function codeOf(text: string): string {
  try {
    return z.safeParse(errorBody, JSON.parse(text)).data?.error.code ?? 'not-a-central-server';
  } catch {
    // a captive portal, or a proxy with a rule of its own
    return 'not-a-central-server';
  }
}
