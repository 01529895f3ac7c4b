/** One page of a pull: the records that a site does not have yet, in the order of the log, as they are now. */
import type { CentralDatabase } from '../../database/port/central-database';
import { RowsBehind } from '../../database/port/rows';
import type { Base, LogEntry } from '../../database/port/v6';
import { servedFrom, type Pulls } from '../../database/port/v6-pulls';
import type { Fields } from '../door';
import { isAllKnown, settled } from '../push/difference';
import { lookAt, type Going, type Look, type LookParts } from './look-at';
import { BeginsTooEarly, type Page, type Reader } from './page';
import type { Serve } from './serve-stores';
import { sendWhatIsOther } from './upgraded';

interface PullParts extends LookParts {
  database: Pick<CentralDatabase, 'rows' | 'following' | 'registry'>;
  /** Answers whether all that is stored is in the log of records. */
  catchUp: () => Promise<boolean>;
  serve: Serve;
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
  const { v6, door } = parts;
  const { siteId, storeIds } = site;
  const { cursor: asked, batchSize, isInitialised, appVersion, upTo } = wish;
  const version = door.versionOf(appVersion, upTo !== undefined);
  if (!(await isReady(parts, isInitialised))) return nothingYet(asked);
  await sendWhatIsOther(parts, site, { asked, appVersion, isAlone: upTo !== undefined });
  if (asked === 0 && !isInitialised) await v6.bases.forget(siteId);
  const pulls = await v6.log.asked(siteId, asked, !isInitialised);
  const cursor = servedFrom(pulls, asked);
  await parts.serve(site, cursor);
  // a site that has less than it had was put back itself, and lacks records of its own
  const isBehind = isInitialised && asked < pulls.taken;
  const isWhole = isInitialised && !isBehind;
  const which = { siteId, storeIds, cursor, withOwn: !isWhole, ...(upTo !== undefined && { upTo }) };
  const found = await v6.log.page({ ...which, limit: batchSize, unknownTables: door.unknownTables(version) });
  await v6.bases.page(siteId, cursor, []);
  const looks = await lookAt(parts, site, found.entries, { asked: cursor, isInitialised: isWhole, version });
  const { isLast, isCut, ...page } = partOf(found, looks, { cursor, batchSize, upTo, pulls });
  const going = looks.slice(0, page.entries.length).flatMap((look) => (isNews(look) ? [look.going] : []));
  await v6.bases.page(siteId, cursor, going.flatMap(assetSent));
  const hasAll = isLast && !isCut && (upTo === undefined || upTo >= (await v6.log.given(siteId)));
  await v6.log.give(siteId, asked, page.endCursor);
  const records = going.map(({ record }) => record);
  return {
    ...{ from: cursor, endCursor: page.endCursor, total: page.total, records, isLast, hasAll },
    isPutBack: isBehind && !pulls.ends.includes(asked),
  };
}

/** Rejects where a site begins before all that is stored can be sent. */
async function isReady(
  { database, catchUp }: Pick<PullParts, 'database' | 'catchUp'>,
  isInitialised: boolean,
): Promise<boolean> {
  const [isWholeLog, areWholeRows] = [await catchUp(), await areRowsThere(database)];
  // a site that begins takes the end of its first pull for all that it ever gets of its own
  if (!isInitialised && !(isWholeLog && areWholeRows)) throw new BeginsTooEarly();
  return areWholeRows;
}

interface Part {
  entries: LogEntry[];
  endCursor: number;
  total: number;
  isLast: boolean;
  /** the last of this cycle, though more stands after it */
  isCut: boolean;
}

/** What goes out of a page. A record that names one which comes only after the last of this cycle waits with it, and all after it. */
function partOf(
  { entries, newest, total }: { entries: LogEntry[]; newest: number; total: number },
  looks: readonly Look[],
  {
    cursor,
    batchSize,
    upTo = Infinity,
    pulls,
  }: Pick<Asked, 'cursor' | 'batchSize' | 'upTo'> & { pulls: Pulls },
): Part {
  const early = looks.findIndex(({ needs }) => needs.some((at) => at > upTo));
  if (early < 0) {
    const isLast = total <= batchSize;
    return { total, isLast, isCut: false, ...endOf({ entries, newest }, isLast, cursor, pulls) };
  }
  const here = endOf({ entries: entries.slice(0, early), newest: cursor }, false, cursor, pulls);
  return { total: here.entries.length, isLast: true, isCut: true, ...here };
}

/** It never ends with a cursor from which the site asked though it was not given here: no record stands there. */
function endOf(
  { entries, newest }: { entries: LogEntry[]; newest: number },
  isLast: boolean,
  cursor: number,
  { foreign }: Pick<Pulls, 'foreign'>,
): { entries: LogEntry[]; endCursor: number } {
  const last = entries.at(-1)?.cursor;
  const isAll = last === undefined || (isLast && foreign !== undefined);
  const end = isAll ? Math.max(cursor, newest) : last;
  return { entries, endCursor: end === foreign ? (last ?? cursor) : end };
}

/** False where nothing goes out, and where the site has just this for certain: a change came late, and made no difference. */
const isNews = (look: Look): look is Look & { going: Going } =>
  look.going !== undefined && !isAtSite(look.going.fields, look.base);

const isAtSite = (fields: Fields | undefined, { fields: has, sent }: Partial<Base> = {}): boolean =>
  fields !== undefined &&
  has !== undefined &&
  sent === undefined &&
  isAllKnown(has, settled(fields)) &&
  isAllKnown(settled(fields), has);

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
const nothingYet = (cursor: number): Page => ({
  ...{ from: 0, endCursor: cursor, total: 0, records: [] },
  ...{ isLast: true, hasAll: false, isPutBack: false },
});
