/**
 * A bundle: changes of central data that came together, kept as one record instead of one each. A site never edits central data, so hardly
 * any of them is ever asked for by itself; a first load of 5,000 of them is then some records instead of 5,000, with their keys.
 *
 * An entity of a bundle has all of its changes in it: whoever brings another one lays the bundle out first (`lay-out.ts`). So a fold,
 * a judgement and a refusal never meet a half of something.
 */
import type { Change } from '#shared/change/change';
import type { PositionedChange } from '#shared/change/codec/struct';
import { runsOf } from '#shared/change/runs';
import { entities, isEntityName } from '#shared/domain/entities';
import { keyOf, type EntityKey } from '../changes/entity-key';
import { recordOf } from '../changes/change-record';
import type { ChangeRecord } from '../records';

/** The part of a bundle that is looked at to know what it holds. */
export interface BundleRecord {
  id?: number;
  document: string;
  /** the number of its changes */
  count: number;
  /** `hashOf` each of its entities, each once */
  entities: Uint32Array;
}

export interface BundleContent {
  bundle: number;
  /** the changes of these runs, one after the other */
  changes: readonly Change[];
  runs: readonly { client: number; clock: number; count: number }[];
}

/** The number of changes from which one record is worth while. */
export const LEAST_BUNDLED = 100;

/** Only central data is kept so: equipment is edited where it is. */
export const isBundled = ({ entity }: { entity: string }): boolean =>
  isEntityName(entity) && entities[entity].filedIn === 'config';

/** FNV-1a over UTF-16 units. Two entities may have the same: then a bundle is laid out for nothing. */
export function hashOf(key: EntityKey): number {
  const text = keyOf(key);
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export const hashesOf = (keys: Iterable<EntityKey>): Set<number> => new Set([...keys].map(hashOf));

export function bundleOf(
  document: string,
  positioned: readonly PositionedChange[],
  touched: Iterable<EntityKey>,
): { record: BundleRecord; content: Omit<BundleContent, 'bundle'> } {
  return {
    record: { document, count: positioned.length, entities: Uint32Array.from(hashesOf(touched)) },
    content: {
      changes: positioned.map(({ change }) => change),
      runs: runsOf(positioned).map((run) => ({
        client: run[0].client,
        clock: run[0].clock,
        count: run.length,
      })),
    },
  };
}

/** Its changes at their places. */
export function placedIn({ changes, runs }: BundleContent): PositionedChange[] {
  let at = 0;
  return runs.flatMap(({ client, clock, count }) => {
    const from = at;
    at += count;
    return changes
      .slice(from, at)
      .map((change, index): PositionedChange => ({ client, clock: clock + index, change }));
  });
}

/** As they would be by themselves. */
export const recordsIn = (document: string, content: BundleContent): ChangeRecord[] =>
  placedIn(content).map(({ client, clock, change }) =>
    recordOf(change, { documents: [document], places: [{ document, client, clock }] }),
  );
