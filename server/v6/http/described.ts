/**
 * The V6 calls as the description of the API has them. Only described: a request is read by `wire/requests`, since its faults are returned
 * in the wire's own words, and an answer goes out as it is.
 */
import type { FastifyInstance, FastifySchema } from 'fastify';
import * as z from 'zod';
import { v6Versions } from '../wire/answers';
import { settings } from '../wire/requests';

const error = z
  .union([
    z.literal('notACentralServer'),
    z.literal('integrationInProgress'),
    z.object({ syncVersionMismatch: z.tuple([z.number(), z.number(), z.number()]) }),
    ...(
      [
        'otherServerError',
        'parsingSyncRecordError',
        'syncFileNotFound',
        'cannotConnectToLegacyServer',
      ] as const
    ).map((name) => z.object({ [name]: z.string() })),
    z.object({ legacyServerError: z.object({ code: z.string(), message: z.string(), data: z.null() }) }),
  ])
  .describe('syncVersionMismatch: the least and the greatest version spoken here, and the one received.');

const record = z.object({
  tableName: z.string().describe('asset, asset_log, sync_file_reference; to sites also central data'),
  recordId: z.string(),
  action: z.enum(['Insert', 'Update', 'Delete', 'Merge']),
  recordData: z.record(z.string(), z.unknown()).nullable(),
});
const batch = z.object({
  end_cursor: z.number(),
  total_records: z.number().describe('what is left from the cursor, this batch included'),
  records: z.array(z.object({ cursor: z.number(), record })),
  is_last_batch: z.boolean(),
});

const version = z.number().int().min(v6Versions.min).max(v6Versions.max).default(0);
const call = z.object({ syncV5Settings: settings, syncV6Version: version });
const upload = z.object({
  json_part: z.object({ file_id: z.string(), sync_v5_settings: settings, sync_v6_version: version }),
  file_part: z.string().meta({ format: 'binary' }),
});

/** Errors come with status 200 too. */
const answer = (data: z.ZodType) => ({ 200: z.union([z.object({ data }), z.object({ error })]) });

const tags = ['Open mSupply sites (V6)'];

export const described = {
  push: {
    tags,
    summary: 'Takes what a site has written; integrated when the last batch has arrived.',
    body: call.extend({ batch }),
    response: answer(z.object({ records_pushed: z.number() })),
  },
  pull: {
    tags,
    summary: 'What is new for a site from a cursor on.',
    body: call.extend({ cursor: z.number().int(), batchSize: z.number().int(), isInitialised: z.boolean() }),
    response: answer(batch),
  },
  patientPull: {
    tags,
    summary: 'The records of a patient of another store: there are none here.',
    body: call.extend({ cursor: z.number().int(), batchSize: z.number().int(), fetchPatientId: z.string() }),
    response: answer(batch),
  },
  siteStatus: {
    tags,
    summary: 'Whether what the site pushed is still being integrated.',
    body: call,
    response: answer(z.object({ is_integrating: z.boolean() })),
  },
  uploadFile: {
    tags,
    summary: 'Takes the bytes of a file; the parts in this order.',
    consumes: ['multipart/form-data'],
    body: upload,
    response: answer(z.null()),
  },
  downloadFile: {
    tags,
    summary: 'The bytes of a file, as they are; errors bare, with their status.',
    body: call.extend({ tableName: z.string(), recordId: z.string(), id: z.string() }),
    response: {
      200: {
        description: 'the bytes, in the type of the file',
        content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
      },
      '4xx': error,
    },
  },
  site: {
    tags,
    summary: 'Who a site is, and where its central server is.',
    description:
      'Basic authentication with the name of the site and the sha256 of its password in hex; the installation in the header msupply-site-uuid.',
    response: {
      200: z.object({
        id: z.string(),
        siteId: z.number(),
        code: z.string(),
        name: z.string(),
        initialisationStatus: z.enum(['new', 'started', 'completed', 'error']),
        isOmSupplyCentralServer: z.literal(false),
        omSupplyCentralServerUrl: z.string(),
        mSupplyCentralSiteId: z.number(),
      }),
      '4xx': z.object({ error: z.object({ code: z.string(), message: z.string(), data: z.null() }) }),
    },
  },
  older: { hide: true },
  signIn: {
    tags,
    summary:
      'Who a person of a site is and what they may do there, where this server has no mSupply central server beside it.',
    body: z.object({ username: z.string(), password: z.string(), loginType: z.string() }),
    response: {
      200: z.object({ status: z.literal('success'), authenticated: z.boolean(), userInfo: z.unknown() }),
      401: z.object({ status: z.literal('error') }),
      403: z.object({ status: z.literal('user_login_timeout'), timeoutRemaining: z.number() }),
    },
  },
} satisfies Record<string, FastifySchema & { hide?: boolean }>;

/** Schemas of this scope describe; they neither check nor change anything. */
export function describesOnly(scope: FastifyInstance): void {
  scope.setValidatorCompiler(() => () => true);
  scope.setSerializerCompiler(() => (value) => JSON.stringify(value));
}
