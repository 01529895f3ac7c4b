/** A scan round: walking through a store or one place of it, scanning everything, to learn which pieces are there and which are missing. */
import * as z from 'zod/mini';
import type { StatusUpdate } from '#shared/commands/update-statuses';
import { functionalStatus } from '#shared/domain/fields';
import type { AssetRow } from '../../replica/records';

const sighting = z.object({
  assetId: z.string(),
  /** when it was scanned (instant) */
  at: z.string(),
  /** its log is written: the round is open for others that could not be recorded */
  recorded: z.optional(z.boolean()),
  /** its status as found, where the person chose another than the known one */
  found: z.optional(
    z.object({
      functionalStatus,
      reasonId: z.optional(z.string()),
      comment: z.optional(z.string()),
    }),
  ),
});

const round = z.object({
  storeId: z.string(),
  /** a storage location; empty: all of the store */
  location: z.string(),
  startedAt: z.string(),
  /** set once its logs are written */
  finishedAt: z.optional(z.string()),
  /** the records of its findings */
  records: z.optional(z.array(z.string())),
  seen: z.array(sighting),
  /** texts of labels that belong to no asset here */
  strangers: z.array(z.string()),
});

type Sighting = z.infer<typeof sighting>;
export type Round = z.infer<typeof round>;

/** Reads the round kept on the device; undefined for none, and for one that another version wrote. */
export function readRound(kept: unknown): Round | undefined {
  if (typeof kept !== 'string' || kept === '') return undefined;
  try {
    const parsed = z.safeParse(round, JSON.parse(kept));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export interface Seen {
  asset: AssetRow;
  sighting: Sighting;
}

export interface Findings {
  found: Seen[];
  missing: AssetRow[];
  /** of another place or store, decommissioned, or removed from the lists */
  unexpected: Seen[];
  expected: number;
}

/** Decommissioned equipment has left: nobody looks for it. */
const isExpected = ({ storeId, location }: Round, asset: AssetRow): boolean =>
  asset.deletedAt === undefined &&
  asset.storeId === storeId &&
  asset.functionalStatus !== 'DECOMMISSIONED' &&
  (location === '' || (asset.storageLocation ?? '') === location);

/** The last seen stand first, the missing by number. */
export function findingsOf(current: Round, assets: readonly AssetRow[]): Findings {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const expected = new Set(assets.filter((asset) => isExpected(current, asset)).map(({ id }) => id));
  const seen = [...current.seen].reverse().flatMap((one) => {
    const asset = byId.get(one.assetId);
    return asset ? [{ asset, sighting: one }] : [];
  });
  const seenIds = new Set(seen.map(({ asset }) => asset.id));
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return {
    found: seen.filter(({ asset }) => expected.has(asset.id)),
    unexpected: seen.filter(({ asset }) => !expected.has(asset.id)),
    missing: assets
      .filter(({ id }) => expected.has(id) && !seenIds.has(id))
      .sort((a, b) => compare(a.assetNumber, b.assetNumber)),
    expected: expected.size,
  };
}

/** Scanned twice is seen once, at the first time. */
export const withSighting = (current: Round, assetId: string, at: string): Round =>
  current.seen.some((one) => one.assetId === assetId)
    ? current
    : { ...current, seen: [...current.seen, { assetId, at }] };

export const withoutSighting = (current: Round, assetId: string): Round => ({
  ...current,
  seen: current.seen.filter((one) => one.assetId !== assetId),
});

export const withFound = (current: Round, assetId: string, found: Sighting['found']): Round => ({
  ...current,
  seen: current.seen.map((one) => (one.assetId === assetId ? { ...one, ...(found && { found }) } : one)),
});

/** These texts are no longer unknown: an asset bears one of them. */
export const withoutStrangers = (current: Round, texts: readonly string[]): Round => ({
  ...current,
  strangers: current.strangers.filter((text) => !texts.includes(text)),
});

export const withStranger = (current: Round, text: string): Round =>
  current.strangers.includes(text) ? current : { ...current, strangers: [...current.strangers, text] };

/** The status of a seen asset: the person's choice, else the known one. The comment of somebody else is not copied. */
export function statusOf({ asset, sighting: one }: Seen): Sighting['found'] {
  if (one.found) return one.found;
  const { functionalStatus: known, reasonId } = asset;
  return known && { functionalStatus: known, ...withoutGaps({ reasonId }) };
}

/** One log for everything that was seen and is still in the lists. A piece without any status yet gives one that the rules refuse. */
export const updatesOf = (
  { found, unexpected }: Findings,
  /** asset id → the log that says how it is */
  known: ReadonlyMap<string, string> = new Map(),
): StatusUpdate[] =>
  [...found, ...unexpected]
    .filter(({ asset, sighting: { recorded } }) => asset.deletedAt === undefined && recorded !== true)
    .map((seen) => {
      const confirms = seen.sighting.found ? undefined : known.get(seen.asset.id);
      return {
        ...{ assetId: seen.asset.id, loggedAt: seen.sighting.at, ...said(statusOf(seen)) },
        ...(confirms !== undefined && { confirms }),
      };
    });

/** The round after the logs of these assets were written. */
export const withRecorded = (current: Round, assetIds: ReadonlySet<string>): Round => ({
  ...current,
  seen: current.seen.map((one) => (assetIds.has(one.assetId) ? { ...one, recorded: true } : one)),
});

const said = (found: Sighting['found']) =>
  found
    ? {
        functionalStatus: found.functionalStatus,
        ...withoutGaps({ reasonId: found.reasonId, comment: found.comment }),
      }
    : {};

function withoutGaps({ reasonId, comment }: { reasonId?: string | undefined; comment?: string | undefined }) {
  return { ...(reasonId !== undefined && { reasonId }), ...(comment !== undefined && { comment }) };
}
