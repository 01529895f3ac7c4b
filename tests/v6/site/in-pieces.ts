/** A file sent in pieces by tus 1.0, call by call, as sites do from 2.20 on. */
import type { OpenMSupplySite } from '../open-msupply-site';

/** The bytes of one piece. */
export const PIECE = 4 * 1024 * 1024;

/** A server that refused: the site tries again later, and gives up in the end. */
export class Refused extends Error {
  constructor(
    call: string,
    readonly status: number,
    readonly said: string,
  ) {
    super(`${call}: ${status} ${said}`);
  }
}

export class InPieces {
  constructor(
    readonly address: string,
    private readonly settings: OpenMSupplySite['settings'],
    readonly piece = PIECE,
  ) {}

  headers(fileId: string, ownerTable = 'asset'): Record<string, string> {
    const said = {
      sync_v5_settings: JSON.stringify(this.settings),
      ...{ file_id: fileId, file_name: 'photo.jpg', table_name: ownerTable, record_id: 'of the owner' },
    };
    const pairs = Object.entries(said).map(
      ([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`,
    );
    return { 'tus-resumable': '1.0.0', 'upload-metadata': pairs.join(',') };
  }

  create(fileId: string, length: number, ownerTable?: string): Promise<Response> {
    const headers = { ...this.headers(fileId, ownerTable), 'upload-length': String(length) };
    return fetch(this.address, { method: 'POST', headers });
  }

  head(fileId: string): Promise<Response> {
    return fetch(`${this.address}/${fileId}`, { method: 'HEAD', headers: this.headers(fileId) });
  }

  patch(fileId: string, offset: number, bytes: Uint8Array, ownerTable?: string): Promise<Response> {
    const headers = {
      ...this.headers(fileId, ownerTable),
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    };
    return fetch(`${this.address}/${fileId}`, { method: 'PATCH', headers, body: Buffer.from(bytes) });
  }

  /** The whole of it; only what the server has not. Returns the number of bytes that went. */
  async send(fileId: string, bytes: Uint8Array, ownerTable?: string): Promise<number> {
    const created = await this.create(fileId, bytes.length, ownerTable);
    if (created.status !== 201 && created.status !== 409) throw await refusal('POST', created);
    const before = await this.offset(fileId);
    for (let offset = before; offset < bytes.length;) {
      const piece = bytes.subarray(offset, offset + this.piece);
      const answer = await this.patch(fileId, offset, piece, ownerTable);
      if (!answer.ok) throw await refusal('PATCH', answer);
      offset = offsetIn(answer);
    }
    return bytes.length - before;
  }

  async offset(fileId: string): Promise<number> {
    const answer = await this.head(fileId);
    if (!answer.ok) throw await refusal('HEAD', answer);
    return offsetIn(answer);
  }
}

const refusal = async (call: string, answer: Response): Promise<Refused> =>
  new Refused(call, answer.status, await answer.text());

function offsetIn(answer: Response): number {
  const text = answer.headers.get('upload-offset') ?? '';
  if (!/^\d+$/.test(text)) throw new Error(`an offset of ${JSON.stringify(text)}`);
  return Number(text);
}
