/** Tables that staff bring: read as a device reads them, row by row with what would be saved; then saved, stopped, gone on with, undone. */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { importAnswer as answer, importRow, type ImportAnswer } from '#shared/api/import';
import { page } from '#shared/api/page';
import { MOST_BYTES } from '#shared/spreadsheet/too-large';
import type { ImportRecord } from '../../imports/import-record';
import { NotNow } from '../../imports/import-runs';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandStaff } from '../demand';
import { readImportParts, rightOf } from '../import-parts';
import { cursor, fromCursor, limit, toCursor } from '../paging';
import { error } from '../schemas';
import type { Services } from '../services';

/** A call is answered by then, read or not, milliseconds: a file of a few thousand rows is read long before. */
const PATIENCE = 20_000;

const rows = page(importRow);
const byId = z.object({ id: z.string().max(64) });

export async function importRoutes(app: FastifyInstance, services: Services): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { files: 1, fields: 8, parts: 10, fieldSize: 256 * 1024, fileSize: MOST_BYTES },
    });
    addRoutes(scope, services);
  });
}

function addRoutes(scope: FastifyInstance, services: Services): void {
  const api = scope.withTypeProvider<ZodTypeProvider>();
  const { imports } = services;
  const schema = {
    consumes: ['multipart/form-data'],
    description:
      'Parts: `file`; `table` (equipment, catalogueItem, statusReason, item, packVariant); optional `mapping`, a JSON object of headings and the columns that they are; optional `answers`, a JSON object of names and answers, or a list of {code, column, value, answer}. A name is the code of a question, then its column and its value, with colons between them: `decimal-mark:packSize`. Sheet, heading-line, separator and encoding can be answered unasked.',
    response: { 201: answer, 400: error, 403: error, 415: error },
  };

  api.post('/api/imports', { schema, bodyLimit: MOST_BYTES + 1024 * 1024 }, async (request, reply) => {
    await demandStaff(services, request);
    const parts = await readImportParts(request);
    const staff = await demandStaff(services, request, rightOf[parts.table]);
    const { record, read } = await imports.add({ ...parts, userId: staff.user.id });
    await audit(services, staff, 'import.read', record.id, { table: record.table, file: record.fileName });
    await inPatience(read);
    return reply.status(201).send(answerOf((await imports.get(record.id)) ?? record));
  });

  api.get(
    '/api/imports/:id',
    { schema: { params: byId, response: { 200: answer, 404: error } } },
    async (request) => answerOf(await importOf(services, request, request.params.id)),
  );

  addRunRoutes(api, services);

  const paged = {
    params: byId,
    querystring: z.object({ limit, cursor }),
    response: { 200: rows, 404: error },
  };
  api.get('/api/imports/:id/rows', { schema: paged }, async (request) => {
    const { id, total } = await importOf(services, request, request.params.id);
    const from = Number(fromCursor(request.query.cursor ?? ''));
    const found = await imports.rows(
      id,
      Number.isSafeInteger(from) && from > 0 ? from : 0,
      request.query.limit,
    );
    const items = found.items.map(({ line, outcome, values, issues }) => ({
      line,
      outcome,
      values,
      issues: [...issues],
    }));
    return { items, total, ...(found.next !== undefined && { nextCursor: toCursor(String(found.next)) }) };
  });
}

/** The answer comes when it is done, or when that takes longer than a caller likes to wait: GET tells how far it is. */
function addRunRoutes(app: FastifyInstance, services: Services): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  const { runs } = services.imports;
  const schema = { params: byId, response: { 200: answer, 403: error, 404: error, 409: error } };
  const answered = async (request: FastifyRequest, id: string): Promise<ImportAnswer> => {
    await inPatience(runs.ended(id));
    return answerOf(await importOf(services, request, id));
  };

  api.post('/api/imports/:id/commit', { schema }, async (request) => {
    const record = await importOf(services, request, request.params.id);
    if (record.state !== 'importing' && record.state !== 'imported') {
      const staff = await demandStaff(services, request, rightOf[record.table]);
      const { id: userId, permissions: rights } = staff.user;
      allowed(() => runs.commit(record, { deviceId: staff.deviceId, userId, rights }));
      await audit(services, staff, 'import.commit', record.id, {
        table: record.table,
        file: record.fileName,
      });
    }
    return answered(request, record.id);
  });

  api.post('/api/imports/:id/stop', { schema }, async (request) => {
    const record = await importOf(services, request, request.params.id);
    if (record.state !== 'stopped') allowed(() => runs.stop(record));
    return answered(request, record.id);
  });

  api.post('/api/imports/:id/undo', { schema }, async (request) => {
    const record = await importOf(services, request, request.params.id);
    if (record.state !== 'undone') {
      const staff = await demandStaff(services, request, rightOf[record.table]);
      allowed(() => runs.undo(record, { deviceId: staff.deviceId, userId: staff.user.id }));
      await audit(services, staff, 'import.undo', record.id, { table: record.table, file: record.fileName });
    }
    return answered(request, record.id);
  });
}

function allowed(begin: () => void): void {
  try {
    begin();
  } catch (error) {
    if (error instanceof NotNow) throw new ApiError('not-now', { state: error.state });
    throw error;
  }
}

async function inPatience(work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const late = setTimeout(PATIENCE, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  patience.abort();
}

/** Whoever may not change such a table sees no import of it. */
async function importOf(services: Services, request: FastifyRequest, id: string): Promise<ImportRecord> {
  const { user } = await demandStaff(services, request);
  const record = await services.imports.get(id);
  if (!record || !user.permissions.includes(rightOf[record.table])) throw new ApiError('not-found');
  return record;
}

function answerOf(record: ImportRecord): ImportAnswer {
  const { id, table, state, done, total, counts, readAs, clearing, unknown } = record;
  return {
    ...{ id, table, state, done, total, counts },
    questions: record.questions.map((one) => ({ ...one, choices: [...one.choices] })),
    ...(record.error && { error: record.error }),
    ...(readAs !== undefined && { readAs, clearing }),
    ...(unknown && { unknown: [...unknown] }),
    ...(hasRun(record) && { saved: record.saved, left: [...record.left] }),
    ...(state === 'undone' && { kept: record.kept.map((one) => ({ ...one, fields: [...one.fields] })) }),
  };
}

const hasRun = ({ state, saved, left }: ImportRecord): boolean =>
  state === 'importing' || state === 'imported' || state === 'undone' || saved + left.length > 0;
