/** The change log of a record: the author and the time of each change, each field with its old and new value, newest first. */
import type { Change } from '#shared/change/change';
import { timeOf, writesOf } from '#shared/change/fold';
import { compareHlc } from '#shared/change/hlc';
import { parseKind } from '#shared/domain/entities';
import { equalJson, type Json } from '#shared/json';

export interface Said {
  field: string;
  /** null: nothing was there */
  from: Json;
  to: Json;
}

export interface LogEntry {
  changeId: string;
  verb: 'created' | 'edited' | 'retired' | 'brought-back';
  /** instant */
  at: string;
  userId: string;
  deviceId: string;
  /** the change can be undone from here (retiring has its own button) */
  said: Said[];
  /** central refused it: it does not count */
  refusedCode?: string;
}

interface Logged {
  change: Change;
  refused?: { code: string } | undefined;
}

/** A field that only some other entity, or a newer app, would write is left as it is. */
export function changeLog(records: readonly Logged[]): LogEntry[] {
  const values = new Map<string, Json>();
  const entries = [...records]
    .sort((a, b) => compareHlc(a.change.hlc, b.change.hlc) || compareHlc(a.change.id, b.change.id))
    .map(({ change, refused }): LogEntry => {
      const writes = writesOf(change);
      const said = writes
        .filter(([field]) => field !== 'deletedAt')
        .map(([field, to]) => ({ field, from: values.get(field) ?? null, to }))
        .filter(({ from, to }) => !equalJson(from, to));
      if (!refused) for (const [field, value] of writes) values.set(field, value);
      return {
        changeId: change.id,
        verb: verbOf(change),
        at: timeOf(change.hlc),
        userId: change.userId,
        deviceId: change.deviceId,
        said,
        ...(refused && { refusedCode: refused.code }),
      };
    });
  return entries.reverse();
}

function verbOf({ kind, patch }: Change): LogEntry['verb'] {
  const verb = parseKind(kind)?.verb;
  if (verb === 'create') return 'created';
  if (verb === 'remove') return 'retired';
  return patch['deletedAt'] === null ? 'brought-back' : 'edited';
}
