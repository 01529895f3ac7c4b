/**
 * The cursors from which a site may ask. One of another life of this server, from before a restore, looks like one of this life: only an end
 * that the site was given here shows what it has. Pure.
 */
import { pushesKey } from './v6-pushes';

export interface Pulls {
  /** the greatest cursor that the site has shown to have taken */
  taken: number;
  /** the ends of the pages that were sent to it since, one of which it may have taken */
  ends: number[];
  /** the cursor from which it asks, where that was not given here */
  foreign?: number;
  /** the site is in its beginning, which it began here */
  begun?: true;
  /** of a site whose pulls are not written down yet: the greatest cursor that it was given */
  upTo?: number;
}

/** Among the notes of the database. */
export const pullsKey = (siteId: string): string => `v6_pulls/${siteId}`;

/** Of the records of the older API. */
export const olderPullsKey = (siteId: string): string => `v5_pulls/${siteId}`;
/** Beside it, while a site is in a beginning. */
export const olderBeginsKey = (siteId: string): string => `v5_begins/${siteId}`;
export const NOTHING_PULLED: Pulls = { taken: 0, ends: [] };

/** The version of the program with which the site pulled last; beside it. */
export const pulledAsKey = (siteId: string): string => `v6_pulled_as/${siteId}`;

/** All that is noted of the installation of a site. */
export const keysOf = (siteId: string): string[] =>
  [pullsKey, olderPullsKey, olderBeginsKey, pulledAsKey, pushesKey].map((key) => key(siteId));

/** Cursors that are given do not come near the numbers that are read wrongly, from 2^53 on. */
export const FARTHEST = 2 ** 40;
const AHEAD = 2 ** 20;

/** True where later records may stand behind a cursor that was not given here. One that is beyond is met by none of them anyhow. */
export const isWithinReach = (asked: number, newest: number): boolean =>
  asked <= Math.max(FARTHEST, newest + AHEAD);

/** As many answers may be lost, one after the other, until a site is sent again what it has. */
const ENDS = 50;

export const pullsOfBefore = (given: number): Pulls => ({
  ...{ taken: 0, ends: [] },
  ...(given > 0 && { upTo: given }),
});

const isGiven = ({ taken, ends, upTo = 0 }: Pulls, asked: number): boolean =>
  asked <= Math.max(taken, upTo) || ends.includes(asked);

/**
 * The pulls of a site that asks from `asked`. A cursor that was not given here is of a life that went on after this one was copied: all
 * that was given until then was taken. What is given since shows nothing until the site asks from there. Of a site that is in a beginning
 * (`isBeginning`) of another life, one that this life has not seen or has seen further on, nothing is known to have been taken: records that
 * stand before its cursor here may have stood after it there.
 */
export function askedFrom(pulls: Pulls, asked: number, isBeginning = false): Pulls {
  const { begun, ...known } = pulls;
  const { taken, ends, foreign } = known;
  if (isBeginning && asked > 0 && asked !== foreign && (!begun || asked < taken))
    return { taken: 0, ends: [], foreign: asked, begun: true };
  const still = isBeginning && begun ? { begun } : {};
  if (asked === foreign || isGiven(pulls, asked)) return { ...known, ...still };
  return { taken: Math.max(taken, ...ends.filter((end) => end < asked)), ends: [], foreign: asked, ...still };
}

/** The place from which such a site lacks anything for certain; a lower one than it has shown before: it was put back itself. */
export const servedFrom = ({ taken, foreign }: Pulls, asked: number): number =>
  asked === foreign ? taken : asked;

/** What is known once a page that ends with `end` was made for a site that asked from `asked`; a site that asks from 0 begins. */
export function answered(pulls: Pulls, asked: number, end: number): Pulls {
  const { taken, ends, foreign, upTo, begun } = pulls;
  if (asked === 0) return { taken: 0, ends: withEnd(taken === 0 ? ends : [], end, 0), begun: true };
  const still = begun && { begun };
  if (asked === foreign) return { taken, ends: withEnd(ends, end, taken), foreign, ...still };
  if (asked > taken) return { taken: asked, ends: withEnd([], end, asked), ...still };
  return { taken, ends: withEnd(ends, end, taken), ...(upTo !== undefined && { upTo }), ...still };
}

const withEnd = (ends: number[], end: number, taken: number): number[] =>
  end === taken || ends.includes(end) ? ends : [...ends, end].slice(-ENDS);

export const isSame = (a: Pulls, b: Pulls): boolean =>
  a.taken === b.taken &&
  a.upTo === b.upTo &&
  a.foreign === b.foreign &&
  a.begun === b.begun &&
  a.ends.join() === b.ends.join();
