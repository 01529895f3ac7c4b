/**
 * A change that central authors for a V6 site. Its time is that of the pushed record, unless the site wrote over a later value that it had
 * (rule H5); its id and number depend on the record and on what the change says: made again in another life of central, of which devices may
 * bring the first one back, it is the same or has another id (rules C1, C2).
 */
import { createHash } from 'node:crypto';
import type { Change } from '#shared/change/change';
import { writesOf } from '#shared/change/fold';
import { compareHlc, formatHlc, parseHlc, stampOver, startClock } from '#shared/change/hlc';
import { siteUser } from '#shared/domain/site-user';
import { canonicalJson } from '#shared/canonical-json';
import { equalJson, type JsonObject } from '#shared/json';
import { derivedUuid } from '#shared/derived-uuid';
import type { BaseFields } from '../../database/port/v6';
import { idByContent, isCauseOf, numberByContent } from '../../id-by-content';
import type { ReceivedRow } from '../door';

const NAMESPACE = '7d1a1b0e-2d7c-5f0f-9a51-7f4c53c5a6d2';

/** Under which a site's changes are counted and timed. */
export const deviceOf = (siteId: string): string => derivedUuid(NAMESPACE, `device ${siteId}`);

/** An id that follows from the content of a record; `part` where several do. */
export const idFrom = ({ row, content }: ReceivedRow, part = ''): string => {
  const { siteId, table, recordId } = row;
  const digest = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return derivedUuid(NAMESPACE, [siteId, table, recordId, digest, part].join('\n'));
};

/** The cause of the move in a record. */
export const moveIn = (pushed: ReceivedRow): string => idFrom(pushed, 'move');

/** True if the content of this record became a change that is among these, whatever that said then. */
export const isSaidIn = (pushed: ReceivedRow, changes: readonly Change[]): boolean =>
  isCauseOf(idFrom(pushed), changes);

export interface Saying {
  kind: string;
  entityId: string;
  patch: JsonObject;
  /** milliseconds */
  at: number;
  userId?: string | undefined;
  /** distinguishes the changes of one record */
  part?: string;
}

/** Makes a change; `earlier` are the changes of the entity that are known, `base` the fields that the site had. */
export function changeOf(
  pushed: ReceivedRow,
  saying: Saying,
  earlier: readonly Change[],
  base?: BaseFields,
): Change {
  const { kind, entityId, patch, at, part } = saying;
  const deviceId = deviceOf(pushed.row.siteId);
  const own = hlcOf(at, deviceId, earlier);
  const seen = base ? seenIn(earlier, { kind, patch, hlc: own }, base) : {};
  const hlc = after(own, Object.values(seen).flat(), { at, deviceId });
  const said = {
    ...{ hlc, userId: saying.userId ?? siteUser(deviceId), deviceId, kind, entityId, patch },
    ...(Object.keys(seen).length > 0 && { base: seen }),
  };
  return { id: idByContent(idFrom(pushed, part), said), n: numberByContent(said), ...said };
}

/** The record's own time; a second change within the same thousandth comes after the first. */
function hlcOf(ms: number, deviceId: string, earlier: readonly Change[]): string {
  const counters = earlier.flatMap(({ hlc }) => {
    const read = parseHlc(hlc);
    return read?.deviceId === deviceId && read.ms === ms ? [read.counter] : [];
  });
  return formatHlc({ ms, counter: Math.max(-1, ...counters) + 1, deviceId });
}

/** It sorts after the values that it writes over, however far the clock of the site is behind (rule H5). */
function after(
  own: string,
  seen: readonly string[],
  { at, deviceId }: { at: number; deviceId: string },
): string {
  const isAfter = seen.every((hlc) => compareHlc(own, hlc) > 0);
  return isAfter ? own : stampOver(startClock, at, deviceId, seen).hlc;
}

/** Per field that is written: the latest write of the value that stood there at the site. */
function seenIn(
  earlier: readonly Change[],
  said: Pick<Change, 'kind' | 'patch' | 'hlc'>,
  base: BaseFields,
): Record<string, string[]> {
  const writes = earlier.flatMap((change) =>
    writesOf(change).map(([field, value]) => ({ field, value, hlc: change.hlc })),
  );
  const seen: Record<string, string[]> = {};
  for (const [field] of writesOf(said)) {
    const [latest] = writes
      .filter((write) => write.field === field && equalJson(write.value, base[field] ?? null))
      .map(({ hlc }) => hlc)
      .sort((a, b) => compareHlc(b, a));
    if (latest !== undefined) seen[field] = [latest];
  }
  return seen;
}
