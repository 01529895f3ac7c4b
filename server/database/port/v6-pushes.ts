/**
 * The places in its own log from which a site pushes. They rise. One that comes again with the record that stood there is of a push whose
 * answer was lost; with another record, or after the site has pulled, it is of a site whose own database was put back: what that has is not
 * what it sent or took last.
 */
export interface Pushes {
  /** Notes a push. True where the site may have been put back since it was sent everything. */
  pushed(siteId: string, records: readonly PushedAt[]): Promise<boolean>;
  /** The site pulls, so that its pushes were answered. */
  pulls(siteId: string, pull: Pull): Promise<void>;
}

export interface Pull {
  /** the site begins, with its log too */
  isNew: boolean;
  /** the last that it has */
  from: number;
  /** the end of the page, where that ends with all that there is; what the site has is known again once it asks from there */
  allAt?: number;
}

/** A record at its place in the log of the site. */
export interface PushedAt {
  place: number;
  digest: string;
}

export interface Pushed {
  last: number;
  isAgain: boolean;
  /** of a site that may have been put back: the end of a page with all that there was, whose answer may be lost */
  allAt?: number;
  /** place and digest of records that the site has pushed since it pulled; of the latest ones, and none in notes of earlier versions */
  seen?: [number, string][];
}

/** Among the notes of the database. */
export const pushesKey = (siteId: string): string => `v6_pushes/${siteId}`;

/** Four times what a site pushes at once. */
const SEEN = 4096;

/** Pure. A record that moved on to a later place in the log of the site is missing from a push that comes again. */
export function pushedFrom(before: Pushed | undefined, records: readonly PushedAt[]): Pushed {
  const { last: lastBefore, isAgain, allAt, seen = [] } = before ?? NOTHING_PUSHED;
  const known = new Map(seen);
  const isOther = records.some(({ place, digest }) => place <= lastBefore && known.get(place) !== digest);
  const last = Math.max(...(isOther ? [] : [lastBefore]), ...placesOf(records));
  const now = new Map([...(isOther ? [] : seen), ...records.map(asSeen)]);
  return {
    ...{ last, isAgain: isAgain || isOther, seen: [...now].slice(-SEEN) },
    ...(allAt !== undefined && !isOther && { allAt }),
  };
}

/** Pure. Undefined where nothing is to be noted. */
export function pulledFrom(before: Pushed | undefined, pull: Pull): Pushed | undefined {
  if (!before) return undefined;
  const now = pull.isNew ? NOTHING_PUSHED : afterPull(before, pull);
  const isSame =
    now.last === before.last &&
    now.isAgain === before.isAgain &&
    now.allAt === before.allAt &&
    before.seen?.length === 0;
  return isSame ? undefined : now;
}

function afterPull({ last, isAgain, allAt: former }: Pushed, { from, allAt = former }: Pull): Pushed {
  const hasAll = former !== undefined && from >= former;
  if (!isAgain || hasAll) return { last, isAgain: false, seen: [] };
  const first = former ?? allAt;
  return { last, isAgain, seen: [], ...(first !== undefined && { allAt: first }) };
}

const NOTHING_PUSHED: Pushed = { last: 0, isAgain: false, seen: [] };

const placesOf = (records: readonly PushedAt[]): number[] => {
  const [first, ...others] = records.map(({ place }) => place);
  return first === undefined ? [] : [others.reduce((a, b) => Math.max(a, b), first)];
};

const asSeen = ({ place, digest }: PushedAt): [number, string] => [place, digest];
