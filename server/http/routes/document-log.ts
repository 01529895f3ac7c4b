/** The log of a document in pieces that never alter, for those who lack much of it (rules Q1 to Q5). */
import { createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { documentLog, type LogPiece } from '#shared/api/document-log';
import { CONFIG, yearOf } from '#shared/change/documents';
import { receiptBytes } from '#shared/protocol/messages';
import { unpackPiece, type Piece } from '../../pieces/piece-folder';
import { rightsOn } from '../../sync/peer';
import { ApiError } from '../api-error';
import { peerOf } from '../peer-of';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const params = z.object({ name: z.string().max(128) });
const pieceParams = params.extend({ piece: z.string().regex(/^[0-9a-f]{64}$/) });
const querystring = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

export function documentLogRoutes(app: Api, services: Services): void {
  app.get(
    '/api/documents/:name/log',
    {
      config: { for: 'devices and staff' },
      schema: { params, querystring, response: { 200: documentLog, 401: error, 403: error } },
    },
    async (request) => {
      const { name } = request.params;
      await demandReader(services, request, name);
      const { after } = request.query;
      const pieces = await services.pieces.list(name, after);
      return {
        document: name,
        pieces: pieces.map((piece) => describe(services, name, piece)),
        after: pieces.at(-1)?.to ?? after,
      };
    },
  );

  app.get(
    '/api/documents/:name/log/:piece',
    {
      config: { for: 'devices and staff' },
      schema: { params: pieceParams, response: { 401: error, 403: error, 404: error } },
    },
    async (request, reply) => {
      const { name, piece } = request.params;
      await demandReader(services, request, name);
      const bytes = await services.pieces.bytes(name, piece);
      if (!bytes) throw new ApiError('not-found');
      return sendPiece(request, reply, { bytes, isPublic: name === CONFIG });
    },
  );
}

/** Demands a caller that may open a socket to the document and is sent its contents. */
async function demandReader(services: Services, request: FastifyRequest, document: string): Promise<void> {
  const peer = await peerOf(services, request);
  if (!rightsOn(document, peer, yearOf(services.now())).read) throw new ApiError('not-allowed');
}

function describe({ sync }: Services, document: string, { marks, ...piece }: Piece): LogPiece {
  const receipt = sync.receiptFor(document, marks);
  return {
    ...piece,
    vector: marks.map(({ client, clock }): [number, number] => [client, clock]),
    ...(receipt && { receipt: Buffer.from(receiptBytes(receipt)).toString('base64') }),
  };
}

/**
 * Sends the piece as it is kept. Only for a caller that takes no Brotli, as browsers do not on a link that anybody can read, it is made
 * otherwise. Central data, which every device may read, may lie in a proxy on the way, at an address that only a reader is given.
 */
async function sendPiece(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, isPublic }: { bytes: Buffer; isPublic: boolean },
): Promise<FastifyReply> {
  reply
    .type('application/octet-stream')
    .header('cache-control', `${isPublic ? 'public' : 'private'}, max-age=${YEAR_SECONDS}, immutable`)
    .header('vary', 'Accept-Encoding');
  if (takes(request, 'br')) return reply.header('content-encoding', 'br').send(bytes);
  const content = await unpackPiece(bytes);
  if (!content) throw new ApiError('not-found');
  if (!takes(request, 'gzip')) return reply.send(content);
  const gzip = createGzip();
  gzip.end(content);
  return reply.header('content-encoding', 'gzip').send(gzip);
}

const takes = (request: FastifyRequest, coding: string): boolean =>
  String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((one) => one.trim().split(/\s*;\s*/))
    .some(([name, quality]) => name?.toLowerCase() === coding && !/^q=0(\.0*)?$/.test(quality ?? ''));
