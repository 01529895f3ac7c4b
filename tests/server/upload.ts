/** A device that sends files by tus, spoken by hand, so that a test sets every header and byte. */
import { createHash } from 'node:crypto';
import type { TestCentral } from '../support/central';
import { storeRows } from '../support/rows';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The least that is a JPEG to those who look, then anything. */
export const jpeg = (size: number, seed = 1): Buffer => {
  const bytes = Buffer.alloc(size, seed);
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex').copy(bytes);
  return bytes;
};

export interface SentFile {
  bytes: Uint8Array;
  sha256?: string;
  filename?: string;
  filetype?: string;
  storeId: string;
  size?: number;
}

const TUS = { 'tus-resumable': '1.0.0' };

export class Sender {
  constructor(
    private readonly origin: string,
    readonly headers: Record<string, string>,
  ) {}

  create({ bytes, size, ...said }: SentFile): Promise<Response> {
    const { sha256 = sha256Of(bytes), filename = 'fridge.jpg', filetype = 'image/jpeg', storeId } = said;
    const metadata = Object.entries({ sha256, filename, filetype, storeId })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',');
    return fetch(`${this.origin}/api/files`, {
      method: 'POST',
      headers: {
        ...TUS,
        ...this.headers,
        'upload-length': String(size ?? bytes.length),
        'upload-metadata': metadata,
      },
    });
  }

  patch(location: string, offset: number, body: Uint8Array): Promise<Response> {
    return fetch(location, {
      method: 'PATCH',
      headers: {
        ...TUS,
        ...this.headers,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: Buffer.from(body),
    });
  }

  head(location: string): Promise<Response> {
    return fetch(location, { method: 'HEAD', headers: { ...TUS, ...this.headers } });
  }

  /** The whole file at once; returns the answer of the last call. */
  async send(file: SentFile): Promise<Response> {
    const created = await this.create(file);
    const location = created.headers.get('location');
    return location === null ? created : this.patch(location, 0, file.bytes);
  }

  get(sha256: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.origin}/api/files/${sha256}`, { headers: { ...this.headers, ...headers } });
  }
}

/** A site with one store, and a device of it. */
export async function siteWithDevice(
  test: TestCentral,
  code = 'S1',
): Promise<{ storeId: string; siteId: string; deviceId: string; sender: Sender }> {
  const staff = await test.staff();
  const site = await test.site(staff, code);
  const joined = await test.join(await test.joinCode(staff, site.id));
  const { deviceToken, deviceId } = joined.json<{ deviceToken: string; deviceId: string }>();
  const sender = new Sender(test.central.origin, { authorization: `Bearer ${deviceToken}` });
  return { storeId: site.stores[0]?.id ?? '', siteId: site.id, deviceId, sender };
}

/** A file reference, as the data of a device bring it. */
export async function referTo(
  test: TestCentral,
  storeId: string,
  file: {
    sha256: string;
    fileName?: string;
    mimeType?: string;
    thumbnailSha256?: string;
    deletedAt?: string;
  },
): Promise<void> {
  const row = {
    id: `file-${file.sha256.slice(0, 8)}-${storeId}`.slice(0, 64),
    ownerTable: 'asset' as const,
    ownerId: 'asset-1',
    fileName: 'fridge.jpg',
    mimeType: 'image/jpeg',
    totalBytes: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    userId: 'u',
    ...file,
  };
  await storeRows(test.central.database, [{ entity: 'file', row, storeId }]);
}
