/**
 * Hybrid logical clock: the order of all changes (rules H1 to H7 of PROTOCOL.md).
 * An hlc is a string that sorts: `<milliseconds, 13 digits>-<counter, 4 hex>-<deviceId>`.
 */
import { limits } from '../protocol/limits';

const PATTERN = /^(\d{13})-([0-9a-f]{4})-([A-Za-z0-9_.-]{1,64})$/;
const MAX_COUNTER = 0xffff;
/** The last time that can be written: 20 November 2286. */
export const MAX_MS = 9_999_999_999_999;
const MAX_ID = 64;

interface Hlc {
  /** milliseconds since 1970, by central's clock as the device knew it */
  ms: number;
  counter: number;
  deviceId: string;
}

/** The state of a device's clock: the greatest time that it has used or followed. */
export interface Clock {
  ms: number;
  counter: number;
}

export const startClock: Clock = { ms: 0, counter: 0 };

export function parseHlc(text: string): Hlc | undefined {
  const [, ms, counter, deviceId] = PATTERN.exec(text) ?? [];
  if (ms === undefined || counter === undefined || deviceId === undefined) return undefined;
  return { ms: Number(ms), counter: parseInt(counter, 16), deviceId };
}

export const isHlc = (text: string): boolean => PATTERN.test(text);

/** A time past the last that 13 digits can write is written as that (rule H6). */
export function formatHlc({ ms, counter, deviceId }: Hlc): string {
  return `${String(Math.min(ms, MAX_MS)).padStart(13, '0')}-${counter.toString(16).padStart(4, '0')}-${deviceId}`;
}

/** The time in an hlc, in milliseconds; 0 when the text is not an hlc. */
export const hlcTime = (text: string): number => parseHlc(text)?.ms ?? 0;

/** Order of two hlcs as strings, which is their order as clocks. */
export const compareHlc = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The next reading of a clock at `now` (milliseconds, central's time as last known): never back, and never the same twice before the last
 * one that can be written.
 */
export function tick(clock: Clock, now: number): Clock {
  const ms = Math.min(Math.max(0, Math.floor(now)), MAX_MS);
  return ms > clock.ms ? { ms, counter: 0 } : successor(clock);
}

/**
 * Follows an hlc that was heard, unless it lies more than a day ahead of `now`: one device from 2036 must not drag the others
 * along (rule H4).
 */
export function follow(clock: Clock, heard: string, now: number): Clock {
  const hlc = parseHlc(heard);
  if (!hlc || hlc.ms > now + limits.clockAheadMs) return clock;
  return isLater(hlc, clock) ? { ms: hlc.ms, counter: hlc.counter } : clock;
}

/** Says whether an hlc lies further ahead of central's time than a sound clock can. */
export const isAhead = (hlc: string, now: number): boolean => hlcTime(hlc) > now + limits.clockAheadMs;

function isLater(a: Clock, b: Clock): boolean {
  return a.ms > b.ms || (a.ms === b.ms && a.counter > b.counter);
}

function successor({ ms, counter }: Clock): Clock {
  if (isLast({ ms, counter })) return { ms: MAX_MS, counter: MAX_COUNTER };
  return counter < MAX_COUNTER ? { ms, counter: counter + 1 } : { ms: ms + 1, counter: 0 };
}

/**
 * Makes the hlc of one new change. `over`: the hlcs of the values that it writes over. The change always sorts after them.
 * Where one of them lies in the future, this change alone gets its successor, and the clock itself is not moved (rule H5).
 */
export function stampOver(
  clock: Clock,
  now: number,
  deviceId: string,
  over: readonly string[],
): { hlc: string; clock: Clock } {
  const next = tick(clock, now);
  const own = formatHlc({ ...next, deviceId });
  const greatest = over.reduce((max, hlc) => (compareHlc(hlc, max) > 0 ? hlc : max), '');
  const seen = parseHlc(greatest);
  if (!seen || compareHlc(own, greatest) > 0) return { hlc: own, clock: next };
  if (isLast(seen)) return { hlc: formatHlc({ ...seen, deviceId: idAfter(seen.deviceId) }), clock: next };
  return { hlc: formatHlc({ ...successor(seen), deviceId }), clock: next };
}

const isLast = ({ ms, counter }: Clock): boolean => ms >= MAX_MS && counter >= MAX_COUNTER;

/** The characters of ids, in the order in which strings sort. */
const idCharacters = '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/**
 * Past the last time that can be written only the end of an hlc can still sort later (rule H6): it grows by a character, or its
 * last one that can is raised. Over the very last of all values it stays equal, and the greater id of the change decides (rule F2).
 */
function idAfter(id: string): string {
  if (id.length < MAX_ID) return `${id}-`;
  for (let at = id.length - 1; at >= 0; at--) {
    const raised = idCharacters[idCharacters.indexOf(id[at] ?? '') + 1];
    if (raised !== undefined) return id.slice(0, at) + raised;
  }
  return id;
}

/**
 * A clock that ran years ahead, on contact with central: it begins again at central's time, and changes written ahead are
 * stamped again or flagged (rule H7). A sound clock stays.
 */
export const mendedClock = (clock: Clock, centralNow: number): Clock =>
  clock.ms > centralNow + limits.clockAheadMs ? { ms: Math.floor(centralNow), counter: 0 } : clock;
