/**
 * Rows worked out from the set of changes in a few lines of their own: the owner of an asset (W1, W4), its fields (F2), its status (S1).
 */
import type { Change } from '#shared/change/change';
import type { Stored } from './ledger';

const DAY = 24 * 60 * 60 * 1000;

export interface ExpectedRow {
  storeId: string;
  fields: Record<string, unknown>;
  status: string | undefined;
}

const later = (a: Change, b: Change): number =>
  a.hlc === b.hlc ? (a.id < b.id ? -1 : 1) : a.hlc < b.hlc ? -1 : 1;

/** The assets that the set of changes at central makes, by id. `now`: milliseconds. */
export function expectedRows(stored: readonly Stored[], now: number): Map<string, ExpectedRow> {
  const all = [...new Map(stored.map(({ change }) => [change.id, change])).values()].sort(later);
  const disowned = new Set(all.filter(({ kind }) => kind.endsWith('.disown')).flatMap(idsIn));
  const stands = standing(all);
  const changes = all.filter(
    (one) =>
      !disowned.has(one.id) &&
      !/\.(disown|own|first)$/.test(one.kind) &&
      !falls(one, stands.get(one.entityId)),
  );
  const rows = new Map<string, ExpectedRow>();
  for (const create of changes.filter(({ kind }) => kind === 'asset.create')) {
    const own = changes.filter(
      ({ kind, entityId }) => entityId === create.entityId && kind.startsWith('asset.'),
    );
    const fields: Record<string, unknown> = {};
    for (const { kind, patch } of own) if (kind !== 'asset.move') Object.assign(fields, patch);
    const storeId =
      own.filter(({ kind }) => kind === 'asset.move').at(-1)?.patch['storeId'] ?? create.patch['storeId'];
    const status = statusOf(changes, create.entityId, now);
    rows.set(create.entityId, { storeId: String(storeId), fields, status });
  }
  return rows;
}

/** asset → what central last says of the creation that was proven oldest */
const standing = (all: readonly Change[]): Map<string, Change> =>
  new Map(
    all
      .filter(({ kind }) => kind === 'asset.first')
      .sort((a, b) => Number(b.patch['since']) - Number(a.patch['since']) || (a.id < b.id ? 1 : -1))
      .map((first) => [first.entityId, first]),
  );

/** A creation in another store than the one that stands. */
const falls = ({ kind, id, patch }: Change, first: Change | undefined): boolean =>
  first !== undefined &&
  kind === 'asset.create' &&
  id !== first.patch['createId'] &&
  patch['storeId'] !== first.patch['store'];

function statusOf(changes: readonly Change[], assetId: string, now: number): string | undefined {
  const logs = changes.filter(({ kind, patch }) => kind === 'assetLog.add' && patch['assetId'] === assetId);
  const first = [...new Map(logs.reverse().map((log) => [log.entityId, log])).values()];
  const key = ({ patch, entityId }: Change): string =>
    `${text(patch['loggedAt'])} ${text(patch['createdAt'])} ${entityId}`;
  const isAhead = ({ patch }: Change): boolean => Date.parse(text(patch['loggedAt'])) > now + DAY;
  const sorted = first.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const last = sorted.filter((log) => !isAhead(log)).at(-1) ?? sorted.at(-1);
  return last && text(last.patch['functionalStatus']);
}

/** The changes that these ids name do not count (rule K8). */
const idsIn = ({ patch: { changeIds } }: Change): unknown[] => (Array.isArray(changeIds) ? changeIds : []);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
