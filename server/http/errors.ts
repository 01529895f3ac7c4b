/** Turns any error that ends a request into an answer of the contract's shape; an unforeseen one is logged, and shown to nobody. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { DatabaseUnwritable } from '../database/port/central-database';
import { RowsBehind } from '../database/port/rows';
import { ApiError } from './api-error';

export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const answer = toApiError(error);
    if (answer.code === 'internal') request.log.error({ err: error }, 'request failed');
    return send(reply, answer);
  });
}

export const send = (reply: FastifyReply, error: ApiError): FastifyReply =>
  reply
    .status(error.status)
    .headers(error.headers)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(error.body()));

export const notFound = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  send(reply, new ApiError('not-found'));

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DatabaseUnwritable) return new ApiError('store-unwritable');
  if (error instanceof RowsBehind) return new ApiError('rows-behind');
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => ({
      field: fieldOf(instancePath),
      message,
    }));
    return new ApiError('bad-request', { fields });
  }
  const status = statusOf(error);
  if (status === 413) return new ApiError('too-large');
  if (status === 415) return new ApiError('unsupported-type');
  if (status !== undefined && status >= 400 && status < 500) return new ApiError('bad-request');
  return new ApiError('internal');
}

const fieldOf = (path: string): string => path.replace(/^\//, '').replaceAll('/', '.');

function statusOf(error: unknown): number | undefined {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}
