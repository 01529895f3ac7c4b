/** Problems as people settle them: each with the records that it is about, and a pair that contradicts each other once. Pure. */
import type { FleetAsset, FleetProblem, FleetProblemPage } from '#shared/api/fleet';

export interface Settling {
  key: string;
  problem: FleetProblem;
  /** the record itself, and the one that it contradicts, as far as they may be seen */
  records: FleetAsset[];
}

const otherIdOf = ({ data }: FleetProblem): string | undefined =>
  typeof data?.['otherId'] === 'string' ? data['otherId'] : undefined;

const aboutOf = ({ assetId, entity, entityId }: FleetProblem): string | undefined =>
  assetId ?? (entity === 'asset' ? entityId : undefined);

export function settlingsOf({ items, assets }: Pick<FleetProblemPage, 'items' | 'assets'>): Settling[] {
  const known = new Map(assets.map((asset) => [asset.id, asset]));
  const seen = new Set<string>();
  return items.flatMap((problem, index): Settling[] => {
    const [id, other] = [aboutOf(problem), otherIdOf(problem)];
    const pair = [id, other].filter((one) => one !== undefined).sort();
    const key =
      other === undefined
        ? `${problem.changeId} ${problem.code} ${problem.field ?? ''} ${index}`
        : [problem.code, ...pair].join(' ');
    if (seen.has(key)) return [];
    seen.add(key);
    const records = [id, other].map((one) => known.get(one ?? '')).filter((one) => one !== undefined);
    return [{ key, problem, records }];
  });
}
