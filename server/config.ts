/** The settings of a central server, read from its environment. A wrong value stops the start with one clear line. */
import { resolve } from 'node:path';
import * as z from 'zod';
import { isLongEnough, PASSWORD_LENGTH } from '#shared/domain/password';
import { providerFields, providerOf, wrongProvider, type ProviderSettings } from './auth/provider/settings';
import { readAddress } from './database/postgres/address';
import type { S3Settings } from './files/s3-files';
import { wrongPlace } from './operations/backup/place';
import { readTrustProxy, TRUST_HINT, type TrustProxy } from './trust-proxy';

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export interface Config {
  /** 0: any free port */
  port: number;
  /** undefined: every address of this machine */
  host: string | undefined;
  /** the address at which people reach this server, as `https://waypost.example.org`; undefined: the one that a call came to */
  publicOrigin: string | undefined;
  dataDir: string;
  /** PostgreSQL; undefined: SQLite in the data directory */
  databaseUrl: string | undefined;
  /** with PostgreSQL, where each process keeps its copy of the log; undefined: in the data directory */
  copyDir: string | undefined;
  adminUsername: string;
  /** undefined: one is made and printed at the first start */
  adminPassword: string | undefined;
  /** the mSupply central server of the programme, whose V6 protocol this one speaks */
  msupplyCentralUrl: string | undefined;
  trustProxy: TrustProxy;
  logLevel: (typeof logLevels)[number];
  /** the token for reading /metrics from another machine */
  metricsToken: string | undefined;
  loadsStarterData: boolean;
  /** the staff that must use a second factor; others may */
  secondFactor: SecondFactorRule;
  /** by which staff may sign in; undefined: by password alone */
  provider: ProviderSettings | undefined;
  /** the bucket that files lie in; undefined: the data directory */
  filesBucket: S3Settings | undefined;
  /** the place to which the server backs itself up; undefined: it does not */
  backupTo: string | undefined;
  /** milliseconds between two backups */
  backupEvery: number;
  /** the number of backups that are kept */
  backupKeep: number;
  /** encrypts backups; undefined: they are made as they are */
  backupPassphrase: string | undefined;
  /** a file with the passphrase, which then need not be in the environment */
  backupKeyFile: string | undefined;
}

const secondFactorRules = ['optional', 'administrators', 'everyone'] as const;
type SecondFactorRule = (typeof secondFactorRules)[number];

const wholeNumber = (min: number, max: number, says: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, says)
    .transform(Number)
    .refine((value) => value >= min && value <= max, says);

const webAddress = (says: string) =>
  z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), says);

const HOUR = 60 * 60 * 1000;
const units = new Map([
  ['m', HOUR / 60],
  ['h', HOUR],
  ['d', 24 * HOUR],
]);

const toMilliseconds = (text: string): number => parseInt(text, 10) * (units.get(text.slice(-1)) ?? HOUR);

const ORIGIN = 'must be an origin such as https://waypost.example.org, without a path';

const settings = z
  .object({
    PORT: wholeNumber(0, 65_535, 'must be a whole number from 0 to 65535').default(8080),
    HOST: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address')
      .optional(),
    PUBLIC_ORIGIN: webAddress(ORIGIN)
      .transform((text) => text.replace(/\/$/, ''))
      .refine((text) => new URL(text).origin === text, ORIGIN)
      .optional(),
    DATA_DIR: z.string().optional(),
    DATABASE_URL: z
      .string()
      .refine(
        (url) => readAddress(url) !== undefined,
        'must be an address such as postgresql://user:password@host:5432/waypost',
      )
      .optional(),
    COPY_DIR: z.string().optional(),
    ADMIN_USERNAME: z.string().trim().min(1).max(64, 'must have at most 64 characters').default('admin'),
    ADMIN_PASSWORD: z
      .string()
      .refine(isLongEnough, `must have at least ${PASSWORD_LENGTH} characters`)
      .max(200, 'must have at most 200 characters')
      .optional(),
    MSUPPLY_CENTRAL_URL: webAddress('must be an http or https address').optional(),
    TRUST_PROXY: z
      .string()
      .transform(readTrustProxy)
      .pipe(z.custom<TrustProxy>((value) => value !== undefined, TRUST_HINT))
      .default(false),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
    METRICS_TOKEN: z.string().min(8, 'must have at least 8 characters').optional(),
    SECOND_FACTOR: z
      .enum(secondFactorRules, `must be one of ${secondFactorRules.join(', ')}`)
      .default('optional'),
    WAYPOST_STARTER_DATA: z.enum(['load', 'none'], 'must be load or none').default('load'),
    FILES_S3_BUCKET: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens',
      )
      .optional(),
    FILES_S3_REGION: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'must be a region such as eu-west-1')
      .optional(),
    FILES_S3_ENDPOINT: webAddress('must be an http or https address').optional(),
    BACKUP_TO: z.string().optional(),
    BACKUP_EVERY: z
      .string()
      .regex(/^[1-9]\d{0,4}(m|h|d)$/, 'must be a time such as 30m, 6h or 1d')
      .transform(toMilliseconds)
      .default(24 * HOUR),
    BACKUP_KEEP: wholeNumber(1, 10_000, 'must be a whole number from 1 to 10000').default(14),
    BACKUP_PASSPHRASE: z.string().min(12, 'must have at least 12 characters').optional(),
    BACKUP_KEY_FILE: z.string().optional(),
    ...providerFields,
  })
  .superRefine((set, context) => {
    const wrong = set.BACKUP_TO && wrongPlace(set.BACKUP_TO, resolve(set.DATA_DIR ?? 'data'));
    if (wrong) context.addIssue({ code: 'custom', path: ['BACKUP_TO'], message: wrong });
    const provider = wrongProvider(set);
    if (provider) context.addIssue({ code: 'custom', path: [provider.name], message: provider.message });
    for (const name of ['FILES_S3_REGION', 'FILES_S3_ENDPOINT'] as const)
      if (set[name] !== undefined && set.FILES_S3_BUCKET === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is set, but FILES_S3_BUCKET is not' });
    if (set.FILES_S3_BUCKET !== undefined && set.FILES_S3_REGION === undefined)
      context.addIssue({
        code: 'custom',
        path: ['FILES_S3_REGION'],
        message: 'must be set with FILES_S3_BUCKET',
      });
  });

/** Reads the environment; the answer to a wrong one is the line to print. Empty values count as not set. */
export function readConfig(
  env: Record<string, string | undefined>,
): { ok: true; config: Config } | { ok: false; line: string } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, line: `${String(issue?.path[0])} ${issue?.message ?? 'is wrong'}.` };
  }
  return { ok: true, config: toConfig(parsed.data) };
}

const toConfig = (set: z.infer<typeof settings>): Config => ({
  port: set.PORT,
  host: set.HOST,
  publicOrigin: set.PUBLIC_ORIGIN,
  dataDir: resolve(set.DATA_DIR ?? 'data'),
  databaseUrl: set.DATABASE_URL,
  copyDir: set.COPY_DIR === undefined ? undefined : resolve(set.COPY_DIR),
  adminUsername: set.ADMIN_USERNAME,
  adminPassword: set.ADMIN_PASSWORD,
  msupplyCentralUrl: set.MSUPPLY_CENTRAL_URL,
  trustProxy: set.TRUST_PROXY,
  logLevel: set.LOG_LEVEL,
  metricsToken: set.METRICS_TOKEN,
  secondFactor: set.SECOND_FACTOR,
  loadsStarterData: set.WAYPOST_STARTER_DATA === 'load',
  provider: providerOf(set),
  filesBucket: bucketOf(set),
  backupTo: set.BACKUP_TO,
  backupEvery: set.BACKUP_EVERY,
  backupKeep: set.BACKUP_KEEP,
  backupPassphrase: set.BACKUP_PASSPHRASE,
  backupKeyFile: set.BACKUP_KEY_FILE,
});

const bucketOf = ({
  FILES_S3_BUCKET: bucket,
  FILES_S3_REGION: region,
  FILES_S3_ENDPOINT: endpoint,
}: z.infer<typeof settings>): S3Settings | undefined =>
  bucket === undefined || region === undefined ? undefined : { bucket, region, endpoint };
