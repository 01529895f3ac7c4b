/**
 * Ids on the wire. A site cannot store two rows of one name (within their parent) or one code, and is born with some. Where a row of ours
 * has the name or code of another, both go out, and come in, under one id. Pure.
 */
import type { AnyRow, EntityName } from '#shared/domain/entities';
import type { JsonObject } from '#shared/json';
import { bornRow, bornRows } from '../../reference-data/born/born';
import { formerOf } from '../../reference-data/former/former';
import type { SiteVersion } from '../door';
import { isFrom } from '../wire/site-version';
import { keyFields, marksOf, type Marked, type SaidKey } from './marks';

export type CentralRows = ReadonlyMap<EntityName, readonly AnyRow[]>;

/** Kinds of central data that equipment names, each after those that it refers to. */
export const namedEntities = [
  'assetClass',
  'assetCategory',
  'assetType',
  'catalogueItem',
  'statusReason',
] as const;
type NamedEntity = (typeof namedEntities)[number];

export interface WireIds {
  /** The id of a row of ours, as sites know it. */
  out(id: string): string;
  /** The id of ours that a site means. */
  in(id: string): string;
  /** True if sites are sent this row of ours: of several that are one to them, one is. */
  isSent(id: string): boolean;
  /** True if every site of this version has a row of this id, as sites know it. */
  isAtSites(id: string, version: SiteVersion): boolean;
  /** The code or name under which a row goes to sites, where its own belongs to another. */
  markOf(id: string): { field: 'code' | 'name'; value: string } | undefined;
}

interface Known {
  id: string;
  isOurs: boolean;
  isRetired: boolean;
  values: JsonObject;
}

/** The key that distinguishes the rows of a kind at a site. */
const keyOf: Record<NamedEntity, (values: JsonObject, out: (id: string) => string) => string> = {
  assetClass: ({ name }) => String(name),
  assetCategory: ({ classId, name }, out) => `${out(String(classId))}\n${String(name)}`,
  assetType: ({ categoryId, name }, out) => `${out(String(categoryId))}\n${String(name)}`,
  catalogueItem: ({ code }) => String(code),
  statusReason: ({ functionalStatus, reason }) => `${String(functionalStatus)}\n${String(reason)}`,
};
/** Kinds of which a site may have two of one name; only those that it is born with are made one. */
const mayBeAlike: readonly NamedEntity[] = ['catalogueItem', 'statusReason'];

/** `before`: the codes and names that rows ever had; `takenOver`: rows that sites have from another central server. */
export function wireIds(
  rows: CentralRows,
  before: readonly SaidKey[] = [],
  takenOver: ReadonlySet<string> = new Set(),
): WireIds {
  const outgoing = new Map<string, string>();
  const incoming = new Map<string, string>();
  const held = new Set<string>();
  const out = (id: string): string => outgoing.get(id) ?? id;
  const ours = new Set(namedEntities.flatMap((entity) => (rows.get(entity) ?? []).map(({ id }) => id)));

  const makeOne = (group: readonly Known[], first: Known): void => {
    const own = group.filter(({ isOurs }) => isOurs);
    const sent = own.find(({ isRetired }) => !isRetired) ?? own[0];
    for (const { id, isOurs } of group) {
      if (id !== first.id) outgoing.set(id, first.id);
      if (isOurs && id !== sent?.id) held.add(id);
    }
    if (sent && sent.id !== first.id) incoming.set(first.id, sent.id);
  };
  const settle = (entity: NamedEntity, group: readonly Known[]): void => {
    const [first, ...others] = group;
    if (!first || others.length === 0) return;
    if (!mayBeAlike.includes(entity) || bornRow(first.id)) makeOne(group, first);
  };
  for (const entity of namedEntities)
    for (const group of groupsOf(entity, rows.get(entity) ?? [], ours, out))
      settle(entity, group.sort(byRank(takenOver)));
  const since = sinceWhen(rows, out, (id) => held.has(id));
  const marks = marksOf(
    markable(rows, (id) => !held.has(id)),
    before,
    { scope: scopeIn(rows, out), out },
  );
  return {
    out,
    in: (id) => incoming.get(id) ?? id,
    isSent: (id) => !held.has(id),
    isAtSites: (id, version) => {
      const from = since.get(id);
      return from !== undefined && isFrom(from, version);
    },
    markOf: (id) => marks.get(id),
  };
}

const markable = (rows: CentralRows, isSent: (id: string) => boolean): Marked[] =>
  namedEntities.flatMap((entity) =>
    (rows.get(entity) ?? []).flatMap((row): Marked[] => {
      const field = keyFields[entity];
      const values = row as unknown as JsonObject;
      if (field === undefined || !isSent(row.id) || formerOf(row.id)) return [];
      const list = values['subCatalogue'];
      return [
        {
          entity,
          id: row.id,
          value: String(values[field]),
          ...(list !== undefined && { list: String(list) }),
        },
      ];
    }),
  );

/** The parent of a row, within which its name is one: as it is now, of rows of ours or those that sites are born with. */
function scopeIn(rows: CentralRows, out: (id: string) => string): (key: SaidKey) => string {
  const parents = new Map<string, string>();
  for (const { id, patch } of bornRows) parents.set(id, parentIn(patch));
  for (const entity of namedEntities)
    for (const row of rows.get(entity) ?? []) parents.set(row.id, parentIn(row as unknown as JsonObject));
  return ({ entity, id }) => (entity === 'catalogueItem' ? '' : out(parents.get(id) ?? ''));
}

const parentIn = ({ classId, categoryId }: JsonObject): string => String(categoryId ?? classId ?? '');

/** Ids of the wire that sites have, each with the version 2.x from which on: a row whose place no site has is at none. */
function sinceWhen(
  rows: CentralRows,
  out: (id: string) => string,
  isHeld: (id: string) => boolean,
): ReadonlyMap<string, number> {
  const since = new Map(bornRows.map(({ id, patch }) => [id, versionOf(patch)]));
  for (const entity of namedEntities)
    for (const row of rows.get(entity) ?? []) {
      const values = row as unknown as JsonObject;
      const hasPlace = placeOf[entity].every((field) => since.has(out(String(values[field]))));
      if (hasPlace && !isHeld(row.id)) since.set(out(row.id), versionOf(values));
    }
  return since;
}

/** The rows without which a site cannot store one of a kind. */
const placeOf: Record<NamedEntity, readonly string[]> = {
  assetClass: [],
  assetCategory: ['classId'],
  assetType: ['categoryId'],
  catalogueItem: ['classId', 'categoryId', 'typeId'],
  statusReason: [],
};

/** Sites before 2.4 know no equipment beyond repair. */
const versionOf = ({ functionalStatus }: JsonObject): number =>
  functionalStatus === 'UNSERVICEABLE' ? 4 : 0;

/** Rows that are one to a site: ours, and those that it is born with and we have not. */
function groupsOf(
  entity: NamedEntity,
  rows: readonly AnyRow[],
  ours: ReadonlySet<string>,
  out: (id: string) => string,
): Known[][] {
  const known: Known[] = [
    ...rows.map((row): Known => {
      const values = row as unknown as JsonObject;
      return { id: row.id, isOurs: true, isRetired: values['deletedAt'] !== undefined, values };
    }),
    ...bornRows
      .filter((born) => born.entity === entity && !ours.has(born.id))
      .map(({ id, patch }): Known => ({ id, isOurs: false, isRetired: false, values: patch })),
  ];
  const groups = new Map<string, Known[]>();
  for (const one of known) {
    const former = formerOf(one.id);
    const values = former ? (known.find(({ id }) => id === former.bornId)?.values ?? one.values) : one.values;
    const key = keyOf[entity](values, out);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/**
 * First the rows that sites are born with, then those that they have from a server before this one, then those made first (ids sort by
 * their time): under the id of the first all of them go. It stays the first when it is retired, since sites keep the row that they have,
 * with its name.
 */
const byRank = (takenOver: ReadonlySet<string>) => {
  const rank = ({ id }: Known): number => (bornRow(id) ? 0 : takenOver.has(id) ? 1 : 2);
  return (a: Known, b: Known): number => rank(a) - rank(b) || (a.id < b.id ? -1 : 1);
};
