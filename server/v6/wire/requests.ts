/** Requests of V6 sites, read at the rim. Unknown fields of newer sites are passed over. */
import * as z from 'zod';
import { other, V6Failure, v6Versions } from './answers';

/** Records of one batch. */
const BATCH_RECORDS = 20_000;
/** Records of one page of a pull, at any size that the site asks for. */
const PAGE_RECORDS = 1000;

export const settings = z.object({
  serverUrl: z.string().max(2000).default(''),
  username: z.string().min(1).max(200),
  passwordSha256: z.string().min(1).max(200),
  /** may be empty: some tablets have none */
  siteUuid: z.string().max(200).default(''),
  appVersion: z.string().max(100).default(''),
  appName: z.string().max(200).default(''),
  syncVersion: z.string().max(20).default(''),
});
export type Credentials = Pick<
  z.infer<typeof settings>,
  'username' | 'passwordSha256' | 'siteUuid' | 'appVersion' | 'appName' | 'syncVersion'
>;

/** Sites of 2.0 do not send it. */
const versionNumber = z.number().int().default(0);
const version = z.object({ syncV6Version: versionNumber });
const call = version.extend({ syncV5Settings: settings });

const wholeNumber = z.number().int().nonnegative();
/** As sites hold it, with 64 bits: one that cannot be read exactly was given by no server in use. */
const cursor = z
  .number()
  .nonnegative()
  .refine(Number.isInteger)
  .transform((asked) => Math.min(asked, Number.MAX_SAFE_INTEGER));
const push = call.extend({
  batch: z.object({
    records: z.array(z.unknown()).max(BATCH_RECORDS),
    is_last_batch: z.boolean(),
  }),
});
const pull = call.extend({
  /** A site asks from the position after the last one that it has: it is given the records after `cursor`. */
  cursor: cursor.transform((asked) => Math.max(0, asked - 1)),
  batchSize: wholeNumber.min(1).transform((size) => Math.min(size, PAGE_RECORDS)),
  isInitialised: z.boolean(),
});
const patientPull = call.extend({ cursor: wholeNumber });
const download = call.extend({ tableName: z.string(), recordId: z.string(), id: z.string().max(64) });
const upload = z.object({ file_id: z.string().min(1).max(64), sync_v5_settings: settings });

export type PullRequest = z.infer<typeof pull>;
export type DownloadRequest = z.infer<typeof download>;

const read = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  throw other(
    where === ''
      ? 'The request cannot be read: it is no JSON object.'
      : `The request cannot be read: ${where} is missing, too long or not of its kind.`,
  );
};

/** A site of another version hears that first, even if the rest of its request is wrong. */
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
export const readPatientPull = (body: unknown) => readVersioned(patientPull, body);
export const readDownload = (body: unknown) => readVersioned(download, body);

export function readUpload(body: unknown) {
  const { sync_v6_version: received } = isObject(body) ? body : {};
  checkVersion(received);
  const { file_id: fileId, sync_v5_settings: syncV5Settings } = read(
    upload.extend({ sync_v6_version: versionNumber }),
    body,
  );
  return { fileId, syncV5Settings };
}

export function readPush(body: unknown) {
  const { syncV5Settings, batch } = readVersioned(push, body);
  return { syncV5Settings, isLast: batch.is_last_batch, records: batch.records };
}
