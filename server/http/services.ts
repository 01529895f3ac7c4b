/** The services that the routes work with. */
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Callers } from '../auth/callers';
import type { Contacts } from '../auth/contacts';
import type { DeviceTokens } from '../auth/device-tokens';
import type { ProviderDoor } from '../auth/provider/door';
import type { StaffSessions } from '../auth/staff-sessions';
import type { CountedTries } from '../auth/tries';
import type { CountedAllowance } from '../budgets/allowance';
import type { Config } from '../config';
import type { CountryReader } from '../country/read-country';
import type { FileStore } from '../files/file-store';
import type { Kinds } from '../files/kinds';
import type { Uploads } from '../files/uploads';
import type { DeviceProgress } from '../fleet/device-progress';
import type { SiteStates } from '../fleet/site-states';
import type { Identity } from '../identity';
import type { Imports } from '../imports/imports';
import type { CentralDatabase } from '../database/port/central-database';
import type { RecognisedDevices } from '../operations/restored/recognised-devices';
import type { RestoreWatch } from '../operations/restored/restore-watch';
import type { Revocations } from '../operations/restored/revocations';
import type { WellBeing } from '../operations/well-being';
import type { LogPieces } from '../pieces/log-pieces';
import type { SyncServer } from '../sync/sync-server';
import type { V6 } from '../v6/v6';

export interface Services {
  config: Pick<Config, 'publicOrigin' | 'metricsToken'>;
  database: CentralDatabase;
  sync: SyncServer;
  pieces: LogPieces;
  /** none: this server's store keeps nothing for V6 sites */
  v6?: V6;
  files: FileStore;
  kinds: Kinds;
  uploads: Uploads;
  country: CountryReader;
  identity: Identity;
  imports: Imports;
  sessions: StaffSessions;
  callers: Callers;
  /** none: staff sign in by password alone */
  provider?: ProviderDoor;
  deviceTokens: DeviceTokens;
  contacts: Contacts;
  progress: DeviceProgress;
  siteStates: SiteStates;
  /** new client ids, by device */
  clientIds: CountedAllowance;
  /** failed tries, by the key under which a caller is counted */
  tries: { signIn: CountedTries; address: CountedTries; name: CountedTries; join: CountedTries };
  /** milliseconds, UTC */
  now: () => number;
  version: string;
  wellBeing: WellBeing;
  restores: RestoreWatch;
  recognised: RecognisedDevices;
  revocations: Revocations;
  isDraining: () => boolean;
}

/** A fastify instance whose routes are typed by their zod schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
