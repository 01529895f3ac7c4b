/** Requests of V6 sites, read at the rim. Unknown fields of newer sites are passed over. */
import * as z from 'zod';
import type { JsonObject } from '#shared/json';
import { isJsonObject } from '#shared/json';
import type { PushedRecord } from '../../database/port/v6';
import { other, V6Failure, v6Versions } from './answers';

/** Records of one batch. */
const BATCH_RECORDS = 20_000;
/** Records of one page of a pull, whatever the site asks for. */
const PAGE_RECORDS = 1000;

export const settings = z.object({
  serverUrl: z.string().max(2000).default(''),
  username: z.string().min(1).max(200),
  passwordSha256: z.string().min(1).max(200),
  siteUuid: z.string().min(1).max(200),
  appVersion: z.string().max(100).default(''),
  appName: z.string().max(200).default(''),
  syncVersion: z.string().max(20).default(''),
});
export type Credentials = Pick<
  z.infer<typeof settings>,
  'username' | 'passwordSha256' | 'siteUuid' | 'appVersion' | 'appName'
>;

const version = z.object({ syncV6Version: z.number().int() });
const call = version.extend({ syncV5Settings: settings });

const wholeNumber = z.number().int().nonnegative();
const push = call.extend({
  batch: z.object({
    records: z.array(z.unknown()).max(BATCH_RECORDS, `has more than ${BATCH_RECORDS} records`),
    is_last_batch: z.boolean(),
  }),
});
const pull = call.extend({
  cursor: wholeNumber,
  batchSize: wholeNumber.min(1).transform((size) => Math.min(size, PAGE_RECORDS)),
  isInitialised: z.boolean(),
});
const download = call.extend({ tableName: z.string(), recordId: z.string(), id: z.string().max(64) });
const upload = z.object({ file_id: z.string().min(1).max(64), sync_v5_settings: settings });

export type PullRequest = z.infer<typeof pull>;
export type DownloadRequest = z.infer<typeof download>;

const read = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw other(`The request is not as it should be: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
};

/** A site of another version is told so whatever else it says. */
function checkVersion(received: unknown): void {
  if (typeof received !== 'number' || !Number.isInteger(received)) return;
  const { min, max } = v6Versions;
  if (received < min || received > max) throw new V6Failure({ syncVersionMismatch: [min, max, received] });
}

function readVersioned<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  if (isObject(body)) checkVersion(body['syncV6Version']);
  return read(schema, body);
}

const isObject = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null;

export const readCall = (body: unknown) => readVersioned(call, body);
export const readPull = (body: unknown) => readVersioned(pull, body);
export const readDownload = (body: unknown) => readVersioned(download, body);

export function readUpload(body: unknown) {
  const { sync_v6_version: received } = isObject(body) ? body : {};
  checkVersion(received);
  const { file_id: fileId, sync_v5_settings: syncV5Settings } = read(
    upload.extend({ sync_v6_version: z.number().int() }),
    body,
  );
  return { fileId, syncV5Settings };
}

export function readPush(body: unknown) {
  const { syncV5Settings, batch } = readVersioned(push, body);
  return { syncV5Settings, isLast: batch.is_last_batch, records: batch.records };
}

const HALF_LETTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Half a letter, cut off by an older program, must not hold up a whole batch; nor must a zero with a sign. */
const wellFormed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, entry: unknown) =>
    typeof entry === 'string' ? entry.replace(HALF_LETTER, '\uFFFD') : entry,
  );

const actions = { insert: 'Insert', update: 'Update', delete: 'Delete', merge: 'Merge' } as const;
const data = z
  .record(z.string(), z.unknown())
  .transform(wellFormed)
  .pipe(z.custom<JsonObject>((value) => isJsonObject(value), 'is nested too deep'))
  .nullish();
const record = z.object({
  record: z.object({
    tableName: z.string().min(1).max(100),
    recordId: z.string().min(1).max(200),
    action: z
      .string()
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(['insert', 'update', 'delete', 'merge'])),
    recordData: data,
  }),
});

/** The records of a batch; one that cannot be read fails the batch, so that nothing is lost unsaid. */
export function readRecords(records: readonly unknown[]): PushedRecord[] {
  return records.map((value, index) => {
    const parsed = record.safeParse(value);
    if (parsed.success) {
      const { tableName, recordId, action, recordData } = parsed.data.record;
      return { table: tableName, recordId, action: actions[action], data: recordData ?? null };
    }
    const [issue] = parsed.error.issues;
    throw new V6Failure({
      parsingSyncRecordError: `record ${index} of the batch: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    });
  });
}
