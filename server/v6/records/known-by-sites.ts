/**
 * Ids on the wire. A site cannot store two rows of one name (within their parent) or one code, and is born with some. Where a row of ours
 * has the name or code of another, both go out, and come in, under one id. Pure.
 */
import type { AnyRow, EntityName } from '#shared/domain/entities';
import type { JsonObject } from '#shared/json';
import { bornRow, bornRows } from '../../reference-data/born/born';
import { formerOf } from '../../reference-data/former/former';

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
  /** True if every site has a row of this id, as sites know it. */
  isAtSites(id: string): boolean;
  /** The code under which a model goes to sites, where another of ours has its own. */
  codeOf(id: string): string | undefined;
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

export function wireIds(rows: CentralRows): WireIds {
  const outgoing = new Map<string, string>();
  const incoming = new Map<string, string>();
  const held = new Set<string>();
  const codes = new Map<string, string>();
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
    else if (entity === 'catalogueItem')
      others.forEach((other) => codes.set(other.id, otherCode(first, other)));
  };
  for (const entity of namedEntities)
    for (const group of groupsOf(entity, rows.get(entity) ?? [], ours, out)) settle(entity, group);
  return {
    out,
    in: (id) => incoming.get(id) ?? id,
    isSent: (id) => !held.has(id),
    isAtSites: (id) => bornRow(id) !== undefined || (ours.has(id) && !held.has(id)),
    codeOf: (id) => codes.get(id),
  };
}

/** Models of two lists may have one code, and are two: the second is found by its list, or by its id. */
const otherCode = (first: Known, { id, values }: Known): string => {
  const isOfAnother = values['subCatalogue'] !== first.values['subCatalogue'];
  const mark = isOfAnother ? String(values['subCatalogue']) : id.slice(0, 8);
  return `${String(values['code'])} (${mark})`;
};

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
  return [...groups.values()].map((group) => [...group].sort(byRank));
}

/**
 * First the rows that sites are born with, then those made first (ids sort by their time): under the id of the first all of them go. It
 * stays the first when it is retired, since sites keep the row that they have, with its name.
 */
const byRank = (a: Known, b: Known): number =>
  Number(bornRow(b.id) !== undefined) - Number(bornRow(a.id) !== undefined) || (a.id < b.id ? -1 : 1);
