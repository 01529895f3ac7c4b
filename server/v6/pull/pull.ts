/** One page of a pull: the records that a site does not have yet, in the order of the log, as they are now. */
import type { CentralDatabase } from '../../database/port/central-database';
import { RowsBehind } from '../../database/port/rows';
import { settled } from '../push/difference';
import { lookAt, type Going, type LookParts } from './look-at';
import type { Page, Reader } from './page';

interface PullParts extends LookParts {
  database: Pick<CentralDatabase, 'rows' | 'following' | 'registry'>;
  catchUp: () => Promise<void>;
}

/** The longest wait of a site for the rows that its records are made of, milliseconds. */
const PATIENCE = 8000;

export interface Asked {
  /** the last that the site has */
  cursor: number;
  batchSize: number;
  isInitialised: boolean;
  appVersion: string;
  /** nothing that stands later in the log */
  upTo?: number;
}

export async function pull(parts: PullParts, site: Reader, wish: Asked): Promise<Page> {
  const { database, v6, catchUp, door } = parts;
  const { siteId, storeIds } = site;
  const { cursor: asked, batchSize, isInitialised, appVersion, upTo } = wish;
  const version = door.versionOf(appVersion, upTo !== undefined);
  await catchUp();
  if (!(await areRowsThere(database))) return nothingYet(asked);
  // a cursor that was never given here is another central server's: the site initialises again
  const cursor = asked > (await v6.log.given(siteId)) ? 0 : asked;
  await v6.log.serve(siteId, storeIds, cursor);
  const which = { siteId, storeIds, cursor, withOwn: !isInitialised, ...(upTo !== undefined && { upTo }) };
  const page = await v6.log.page({ ...which, limit: batchSize, unknownTables: door.unknownTables(version) });
  const looks = await lookAt(parts, site, page.entries, { asked: cursor, isInitialised, version });
  // a record that names one which comes only after the last of this cycle waits with it
  const early = looks.findIndex(({ needs }) => needs.some((at) => upTo !== undefined && at > upTo));
  const here = early < 0 ? looks : looks.slice(0, early);
  const going = here.flatMap(({ going: one }) => (one ? [one] : []));
  await v6.bases.page(siteId, cursor, going.flatMap(assetSent));
  const last = here.at(-1)?.entry.cursor;
  const endCursor = last ?? (early < 0 ? Math.max(cursor, page.newest) : cursor);
  await v6.log.give(siteId, endCursor);
  return {
    endCursor,
    total: early < 0 ? page.total : here.length,
    records: going.map(({ record }) => record),
    isLast: early >= 0 || page.total <= batchSize,
  };
}

const assetSent = ({ record: { cursor, recordId }, fields }: Going) =>
  fields ? [{ assetId: recordId, fields: settled(fields), cursor }] : [];

/** False when the rows are too far behind: a record whose row is not there yet would be passed over, and never be sent. */
async function areRowsThere({ following }: Pick<CentralDatabase, 'following'>): Promise<boolean> {
  try {
    await following.reached(undefined, PATIENCE);
    return true;
  } catch (error) {
    if (error instanceof RowsBehind) return false;
    throw error;
  }
}

/** The site keeps its cursor, and gets everything when it asks next. */
const nothingYet = (cursor: number): Page => ({ endCursor: cursor, total: 0, records: [], isLast: true });
