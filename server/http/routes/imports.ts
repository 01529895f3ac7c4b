/**
 * Tables that staff bring: read as a device reads them, row by row with the changes that would be saved; questions are answered, and the
 * file is read again.
 */
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { importAnswer as answer, importPage, importRows, type ImportAnswer } from '#shared/api/import';
import { outcomes } from '#shared/import/planned';
import { MOST_BYTES } from '#shared/spreadsheet/too-large';
import type { ImportRecord } from '../../imports/import-record';
import { mayImport, rightOf } from '../../imports/may-import';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { canBeSaid, answerOf, lineOf } from '../import-answers';
import { readImportParts, saidParts } from '../import-parts';
import { allowed, demandWhole, importOf, importerOf, inPatience } from '../own-imports';
import { cursor, fromCursor, limit, toCursor } from '../paging';
import { error } from '../schemas';
import type { Services } from '../services';
import { importRunRoutes } from './import-runs';

const byId = z.object({ id: z.string().max(64) });
/** Answers to thousands of doubts come at once. */
const MOST_SAID = 8 * 1024 * 1024;

export async function importRoutes(app: FastifyInstance, services: Services): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { files: 1, fields: 8, parts: 10, fieldSize: 256 * 1024, fileSize: MOST_BYTES },
    });
    addSendingRoutes(scope, services);
    addSheetRoute(scope, services);
    addReadingRoutes(scope, services);
    importRunRoutes(scope, services);
  });
}

function addSendingRoutes(scope: FastifyInstance, services: Services): void {
  const api = scope.withTypeProvider<ZodTypeProvider>();
  const { imports } = services;
  const schema = {
    consumes: ['multipart/form-data'],
    description:
      'Parts: `file`; `table` (equipment, catalogueItem, statusReason, item, packVariant, site, user); optional `mapping`, a JSON object of headings and the columns that they are; optional `answers`, a JSON object of names and answers, or a list of {code, column, value, answer}. A name is the code of a question, then its column and its value, with colons between them: `decimal-mark:packSize`. Sheet, heading-line, separator, encoding and as-of (the day on which the list was taken) can be answered unasked.',
    response: { 201: answer, 400: error, 403: error, 415: error },
  };

  api.post('/api/imports', { schema, bodyLimit: MOST_BYTES + 1024 * 1024 }, async (request, reply) => {
    await importerOf(services, request);
    const parts = await readImportParts(request);
    const { staff, importer } = await importerOf(services, request, rightOf[parts.table]);
    demandWhole(importer, parts.table);
    const { record, read } = await imports.add(parts, importer);
    await audit(services, staff, 'import.read', record.id, { table: record.table, file: record.fileName });
    await inPatience(read);
    return reply.status(201).send(answerOf((await imports.get(record.id)) ?? record));
  });

  const said = {
    params: byId,
    body: saidParts,
    description:
      'Answers and columns (`answers` and `mapping` as for a new import) for a file that is read and not imported: it is read again with them, and words and headings are remembered for the next file.',
    response: { 200: answer, 400: error, 403: error, 404: error, 409: error },
  };
  api.patch('/api/imports/:id', { schema: said, bodyLimit: MOST_SAID }, async (request) => {
    const { record } = await importOf(services, request, request.params.id);
    const { importer } = await importerOf(services, request, rightOf[record.table]);
    if (!canBeSaid(record)) throw new ApiError('not-now', { state: record.state });
    const begun = await allowed(() => imports.say(record, request.body, importer));
    await inPatience(begun.read);
    return withSheets(services, (await imports.get(record.id)) ?? begun.record);
  });
}

function addSheetRoute(scope: FastifyInstance, services: Services): void {
  const api = scope.withTypeProvider<ZodTypeProvider>();
  const { imports } = services;
  const schema = {
    params: byId,
    body: z.object({ sheet: z.string().min(1).max(200) }),
    description:
      'Reads another sheet of the same workbook, as an import of its own: of a file that is not imported yet.',
    response: { 201: answer, 403: error, 404: error, 409: error },
  };
  api.post('/api/imports/:id/sheets', { schema }, async (request, reply) => {
    const { record } = await importOf(services, request, request.params.id);
    const { staff, importer } = await importerOf(services, request, rightOf[record.table]);
    demandWhole(importer, record.table);
    if (!canBeSaid(record)) throw new ApiError('not-now', { state: record.state });
    const begun = await imports.addSheet(record, request.body.sheet, importer);
    const { id, table, fileName: file } = begun.record;
    await audit(services, staff, 'import.read', id, { table, file });
    await inPatience(begun.read);
    const added = await withSheets(services, (await imports.get(id)) ?? begun.record);
    return reply.status(201).send(added);
  });
}

function addReadingRoutes(scope: FastifyInstance, services: Services): void {
  const api = scope.withTypeProvider<ZodTypeProvider>();
  const { imports } = services;
  const list = { querystring: z.object({ limit, cursor }), response: { 200: importPage } };
  api.get('/api/imports', { schema: list }, async (request) => {
    const { staff } = await importerOf(services, request);
    const all = (await imports.list()).filter((record) => mayImport(staff.user, record));
    const from = Number(fromCursor(request.query.cursor ?? '')) || 0;
    const to = from + request.query.limit;
    const names = await namesOf(services);
    return {
      items: all.slice(from, to).map((record) => lineOf(record, names.get(record.userId))),
      total: all.length,
      ...(to < all.length && { nextCursor: toCursor(String(to)) }),
    };
  });

  const one = { params: byId, response: { 200: answer, 404: error } };
  api.get('/api/imports/:id', { schema: one }, async (request) => {
    const { record } = await importOf(services, request, request.params.id);
    return withSheets(services, record, (await namesOf(services)).get(record.userId));
  });

  const paged = {
    params: byId,
    querystring: z.object({ limit, cursor, outcome: z.enum(outcomes).optional() }),
    response: { 200: importRows, 404: error },
  };
  api.get('/api/imports/:id/rows', { schema: paged }, async (request) => {
    const { record } = await importOf(services, request, request.params.id);
    const { limit: most, cursor: after, outcome } = request.query;
    const from = Number(fromCursor(after ?? ''));
    const start = Number.isSafeInteger(from) && from > 0 ? from : 0;
    const found = await imports.rows(record.id, start, most, outcome);
    const items = found.items.map(({ line, outcome: own, values, issues, cells }) => ({
      ...{ line, outcome: own, values },
      ...(cells && { cells: [...cells] }),
      issues: issues.map(({ data, ...issue }) => ({ ...issue, ...(data && { data: { ...data } }) })),
    }));
    const total = outcome === undefined ? record.total : record.counts[outcome];
    return { items, total, ...(found.next !== undefined && { nextCursor: toCursor(String(found.next)) }) };
  });
}

async function withSheets({ imports }: Services, record: ImportRecord, by?: string): Promise<ImportAnswer> {
  const brought = canBeSaid(record) ? await imports.broughtSheets(record) : [];
  return { ...answerOf(record, by), ...(brought.length > 0 && { broughtSheets: brought }) };
}

async function namesOf({ database }: Services): Promise<ReadonlyMap<string, string>> {
  const users = await database.registry.staff.list();
  return new Map(users.map(({ id, displayName }) => [id, displayName]));
}
