/** The bytes of files, for callers that may see them. No file can do anything on this origin, even if it holds a program. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { missingFiles } from '#shared/api/documents';
import type { FileReference } from '#shared/domain/file-reference';
import { isSafeImage, plainName } from '#shared/domain/file-kind';
import { readableFile } from '../../files/readable-file';
import { devicePeer } from '../../auth/peers';
import { within } from '../../country/within';
import { ApiError } from '../api-error';
import { readRange } from '../byte-range';
import { demandTaker, type StaffCaller } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Hashes in one question. */
const MOST_ASKED = 500;

export function fileRoutes(app: Api, services: Services): void {
  const params = z.object({ sha256: hash });
  app.get(
    '/api/files/:sha256',
    { config: { for: 'devices and staff' }, schema: { params } },
    async (request, reply) => {
      const { sha256 } = request.params;
      const reference = await mayRead(services, request, sha256);
      const size = await services.files.sizeOf(sha256);
      if (size === undefined) throw new ApiError('not-found');
      await describe(reply, services, sha256, reference);
      if (request.headers['if-none-match'] === `"${sha256}"`) return reply.status(304).send();
      return sendBytes(services, request, reply, sha256, size);
    },
  );
}

/** A device asks of the files it holds whether central has them still: after a restored backup it may not. */
export function missingFilesRoute(app: Api, services: Services): void {
  const body = z.object({ sha256s: z.array(hash).max(MOST_ASKED) });
  app.post(
    '/api/files/missing',
    {
      config: { for: 'devices and staff' },
      schema: { body, response: { 200: missingFiles, 401: error, 403: error } },
    },
    async (request) => {
      const mayKnow = await knownTo(services, request);
      const missing: string[] = [];
      for (const sha256 of new Set(request.body.sha256s))
        if (!(await mayKnow(sha256)) || !(await services.files.has(sha256))) missing.push(sha256);
      return { missing };
    },
  );
}

/**
 * A file that no record of a device's stores names is missing to it, even if another device has brought it. Stores that it has lost count:
 * it sends for them still.
 */
async function knownTo(
  services: Services,
  request: FastifyRequest,
): Promise<(sha256: string) => Promise<boolean>> {
  const caller = await demandTaker(services, request);
  if (caller.kind === 'staff') {
    // whether bytes are here is knowledge of the fleet, as the bytes are
    if (!caller.user.permissions.includes('read-fleet')) throw new ApiError('no-right');
    const storeIds = await (await within(services.country, services.database, caller.user)).stores();
    return (sha256) => (storeIds ? services.database.rows.isFileOf(sha256, storeIds) : Promise.resolve(true));
  }
  const { activeStores, formerStores } = await devicePeer(services.database, caller.device);
  const stores = [...activeStores, ...formerStores];
  return async (sha256) => (await readableFile(services.database, sha256, stores)) !== undefined;
}

/** Devices read files that a record of one of their stores names. The name of the file is the one in that record. */
async function mayRead(
  services: Services,
  request: FastifyRequest,
  sha256: string,
): Promise<FileReference | undefined> {
  const { database } = services;
  const caller = await demandTaker(services, request);
  if (caller.kind === 'staff') return fileOfStaff(services, caller, sha256);
  const site = await database.registry.sites.get(caller.device.siteId);
  const storeIds = site?.stores.map(({ id }) => id) ?? [];
  const reference = await readableFile(database, sha256, storeIds);
  // the same for a file that another site brought as for one that nobody did
  if (!reference)
    throw new ApiError((await database.rows.isFileOf(sha256, storeIds)) ? 'not-found' : 'not-allowed');
  return reference;
}

async function fileOfStaff(
  services: Services,
  { user }: StaffCaller,
  sha256: string,
): Promise<FileReference | undefined> {
  if (!user.permissions.includes('read-fleet')) throw new ApiError('no-right');
  const storeIds = await (await within(services.country, services.database, user)).stores();
  const reference = await services.database.rows.fileOf(sha256, storeIds);
  if (!reference && storeIds) throw new ApiError('not-found');
  return reference;
}

async function describe(
  reply: FastifyReply,
  { kinds }: Services,
  sha256: string,
  reference: FileReference | undefined,
): Promise<void> {
  const kind = await kinds.of(sha256);
  const isImage = isSafeImage(kind);
  reply.headers({
    'content-type': isImage || kind === 'application/pdf' ? kind : 'application/octet-stream',
    'content-disposition': `${isImage ? 'inline' : 'attachment'}; ${named(reference?.fileName ?? sha256)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    vary: 'Authorization, Cookie, Origin',
    etag: `"${sha256}"`,
  });
}

/** Twice: in plain letters for old readers, and in full. */
function named(fileName: string): string {
  const name = plainName(fileName);
  const plain = name.replace(/["\\]/g, '_').replace(/[^\x20-\x7e]/g, '_');
  const full = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `filename="${plain}"; filename*=UTF-8''${full}`;
}

async function sendBytes(
  { files }: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  sha256: string,
  size: number,
): Promise<FastifyReply> {
  const range = readRange(request.headers.range, size);
  if (range === 'none') return reply.status(416).header('content-range', `bytes */${size}`).send();
  const part = range ?? { start: 0, end: size - 1 };
  if (range) reply.status(206).header('content-range', `bytes ${part.start}-${part.end}/${size}`);
  reply.header('content-length', size === 0 ? 0 : part.end - part.start + 1);
  // without a body of any kind the router would give its length as 0
  if (request.method === 'HEAD' || size === 0) return reply.send(Readable.from([]));
  const found = await files.get(sha256, part);
  if (!found) throw new ApiError('not-found');
  return reply.send(found.stream);
}
