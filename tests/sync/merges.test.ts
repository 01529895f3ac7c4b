// Two records of one piece: after any merges, by anyone and in any order, every replica shows the same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { formatHlc } from '#shared/change/hlc';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { recordsUnder } from '../../src/replica/merged';
import { openTestDatabase } from '../support/database';
import { MORE_RUNS } from '../support/more-runs';
import { NOW } from '../support/relay';
import { joinedReplica, store } from './replicas';

const IDS = ['a', 'b', 'c', 'd'];
const DOCUMENT = `store/${store.id}/2026`;
const LATER = NOW - 3_600_000;
const at = (minute: number): string => new Date(LATER + minute * 1000).toISOString();

interface Said {
  kind: string;
  of: number;
  other: number;
  tick: number;
}

/** The words of people about four records: `other` is a record, or which status. */
function changeOf({ kind, of, other, tick }: Said, index: number): Change {
  const id = IDS[of] ?? 'a';
  const into = IDS[other] === id ? (IDS[(other + 1) % 4] ?? 'a') : (IDS[other] ?? 'a');
  const said: Record<string, { kind: string; entityId: string; patch: Change['patch'] }> = {
    merge: { kind: 'asset.merge', entityId: id, patch: { into } },
    separate: { kind: 'asset.edit', entityId: id, patch: { mergedInto: null } },
    restore: { kind: 'asset.edit', entityId: id, patch: { deletedAt: null } },
    remove: { kind: 'asset.remove', entityId: id, patch: {} },
    edit: { kind: 'asset.edit', entityId: id, patch: { notes: `${index}` } },
    move: { kind: 'asset.move', entityId: id, patch: { storeId: other % 2 ? 'store-2' : store.id } },
    create: { kind: 'asset.create', entityId: id, patch: { assetNumber: id, storeId: store.id } },
    log: {
      kind: 'assetLog.add',
      entityId: `l${index}`,
      patch: {
        ...{ assetId: id, type: 'STATUS_UPDATE', loggedAt: at(tick), createdAt: at(tick) },
        functionalStatus: ['FUNCTIONING', 'NOT_IN_USE', 'DECOMMISSIONED', 'UNSERVICEABLE'][other] ?? '',
      },
    },
  };
  return {
    id: `0190b5a2-7c10-7a31-8e5f-${String(index).padStart(12, '0')}`,
    hlc: formatHlc({ ms: LATER + tick * 1000, counter: index, deviceId: 'd' }),
    ...{ userId: 'u', deviceId: 'd', n: index + 1 },
    ...(said[kind] ?? { kind: '', entityId: '', patch: {} }),
  };
}

const stories = fc
  .array(
    fc.record({
      kind: fc.constantFrom('merge', 'merge', 'merge', 'separate', 'restore', 'remove', 'edit', 'move', 'log', 'log'), // prettier-ignore
      of: fc.nat({ max: 3 }),
      other: fc.nat({ max: 3 }),
      tick: fc.nat({ max: 30 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((said) => {
    const created = IDS.map((_, of): Said => ({ kind: 'create', of, other: 0, tick: of % 2 ? 0 : 15 }));
    return [...created, ...said].map(changeOf);
  })
  .chain((changes) =>
    fc.record({
      changes: fc.constant(changes),
      here: fc.shuffledSubarray(changes, { minLength: changes.length }),
      there: fc.shuffledSubarray(changes, { minLength: changes.length }),
      cut: fc.nat({ max: changes.length }),
    }),
  );

interface Shown {
  id: string;
  storeId: string;
  mergedInto: string | undefined;
  deletedAt: string | undefined;
  status: string | undefined;
  under: string[];
}

/** The rules in other words: last word per field; edges that hold; circles peeled from outside and opened at their least record. */
function byTheRules(changes: readonly Change[]): Shown[] {
  const ordered = [...changes].sort((a, b) => (a.hlc < b.hlc ? -1 : 1));
  const into = new Map<string, { id: string; at: string }>();
  const removed = new Map<string, string>();
  const where = new Map(IDS.map((id) => [id, store.id]));
  for (const { kind, entityId: id, patch, hlc } of ordered) {
    const time = new Date(Number(hlc.slice(0, 13))).toISOString();
    if (kind === 'asset.merge') into.set(id, { id: String(patch['into']), at: time });
    if (kind === 'asset.edit' && ('mergedInto' in patch || 'deletedAt' in patch)) into.delete(id);
    if (kind === 'asset.edit' && 'deletedAt' in patch) removed.delete(id);
    if (kind === 'asset.remove') removed.set(id, time);
    if (kind === 'asset.move') where.set(id, String(patch['storeId']));
  }
  const edges = new Map(
    [...into].flatMap(([id, to]) => (where.get(id) === where.get(to.id) ? [[id, to.id] as const] : [])),
  );
  const left = new Map(edges);
  for (let peeled = true; peeled;) {
    const targets = new Set(left.values());
    const outer = [...left.keys()].filter((id) => !targets.has(id));
    for (const id of outer) left.delete(id);
    peeled = outer.length > 0;
  }
  while (left.size > 0) {
    const circle: string[] = [];
    for (let id = [...left.keys()][0]; id !== undefined && !circle.includes(id); id = left.get(id))
      circle.push(id);
    edges.delete([...circle].sort()[0] ?? '');
    for (const id of circle) left.delete(id);
  }
  const standing = (id: string): string => (edges.has(id) ? standing(edges.get(id) ?? '') : id);
  const leadsTo = (from: string, id: string): boolean =>
    from === id || (edges.has(from) && leadsTo(edges.get(from) ?? '', id));
  return IDS.map((id) => {
    const under = IDS.filter((other) => standing(other) === standing(id) && leadsTo(other, id));
    const last = ordered
      .filter(({ kind, patch }) => kind === 'assetLog.add' && under.includes(String(patch['assetId'])))
      .sort((a, b) => keyOf(a).localeCompare(keyOf(b)))
      .at(-1);
    const merged = edges.has(id) ? into.get(id)?.at : undefined;
    return {
      id,
      storeId: where.get(id) ?? '',
      mergedInto: into.get(id)?.id,
      deletedAt: shownRemoval(removed.get(id), into.get(id)?.at, merged),
      status: last && String(last.patch['functionalStatus']),
      under: under.sort(),
    };
  });
}

/** A removal in the very moment of a merge is one with it. */
const shownRemoval = (removed: string | undefined, said: string | undefined, merged: string | undefined) =>
  removed !== undefined && removed !== said ? removed : merged;

const keyOf = ({ patch, entityId }: Change): string => `${String(patch['loggedAt'])} ${entityId}`;

type Row = {
  id: string;
  storeId: string;
  mergedInto?: string;
  deletedAt?: string;
  functionalStatus?: string;
};
const shown = (row: Row | undefined, under: readonly string[]): Shown => ({
  id: row?.id ?? '',
  storeId: row?.storeId ?? '',
  mergedInto: row?.mergedInto,
  deletedAt: row?.deletedAt,
  status: row?.functionalStatus,
  under: [...under].sort(),
});

async function onDevice(changes: readonly Change[], cut: number): Promise<Shown[]> {
  const { db } = await joinedReplica();
  const placed = changes.map((change, clock) => ({ client: 7, clock, change }));
  await applyRemote(db, DOCUMENT, placed.slice(0, cut), NOW);
  for (const one of placed.slice(cut)) await applyRemote(db, DOCUMENT, [one], NOW);
  const rows: Shown[] = [];
  for (const id of IDS) rows.push(shown(await db.assets.get(id), await recordsUnder(db, id)));
  db.close();
  return rows;
}

async function atCentral(changes: readonly Change[], cut: number): Promise<Shown[]> {
  const database = await openTestDatabase();
  const stored = changes.map((change, clock) => ({
    ...{ document: DOCUMENT, client: 7, clock, change, body: encodeBody(change) },
    ...{ receivedAt: new Date(NOW).toISOString(), receivedFrom: 'd' },
  }));
  for (const batch of [stored.slice(0, cut), ...stored.slice(cut).map((one) => [one])]) {
    if (batch.length > 0) await database.transaction(({ changes: log }) => log.insertChanges(batch));
    await database.following.reached();
  }
  const rows: Shown[] = [];
  for (const id of IDS) rows.push(shown(await database.rows.asset(id), await database.rows.idsUnder(id)));
  for (const row of rows) {
    // a record that is joined with a removed circle is looked at from the record that stands
    const standing = await database.rows.standingFor(row.id);
    expect(rows.find(({ id }) => id === standing)?.under).toContain(row.id);
  }
  await database.close();
  return rows;
}

/** The records under another are asked of those that stand; of a merged one only its own and those that came into it. */
const compared = (rows: readonly Shown[]): unknown => rows;

test(
  '[T1] [T2] [T3] merges, chains, circles, edits, removals and moves in any order: devices and central show what the rules say',
  { timeout: 300_000 * MORE_RUNS },
  async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ changes, here, there, cut }) => {
        const truth = compared(byTheRules(changes));
        expect(compared(await onDevice(here, cut))).toEqual(truth);
        expect(compared(await atCentral(there, cut))).toEqual(truth);
      }),
      { numRuns: 150 },
    );
  },
);
