/**
 * Problems as people settle them: each with the records that it is about, a pair that contradicts each other once, and the fields of a
 * record that lack a value as one. Pure.
 */
import type { FleetAsset, FleetProblem, FleetProblemPage } from '#shared/api/fleet';

export interface Settling {
  key: string;
  problem: FleetProblem;
  /** all fields that the fault is about */
  fields: string[];
  /** the record itself, and the one that it contradicts, as far as they may be seen */
  records: FleetAsset[];
}

const otherIdOf = ({ data }: FleetProblem): string | undefined =>
  typeof data?.['otherId'] === 'string' ? data['otherId'] : undefined;

const aboutOf = ({ assetId, entity, entityId }: FleetProblem): string | undefined =>
  assetId ?? (entity === 'asset' ? entityId : undefined);

export function settlingsOf({ items, assets }: Pick<FleetProblemPage, 'items' | 'assets'>): Settling[] {
  const known = new Map(assets.map((asset) => [asset.id, asset]));
  const found = new Map<string, Settling>();
  for (const [index, problem] of items.entries()) {
    const [id, other] = [aboutOf(problem), otherIdOf(problem)];
    const pair = [id, other].filter((one) => one !== undefined).sort();
    const key = other === undefined ? aloneKey(problem, index) : [problem.code, ...pair].join(' ');
    const records = [id, other].map((one) => known.get(one ?? '')).filter((one) => one !== undefined);
    const settling = found.get(key) ?? { key, problem, fields: [], records };
    if (problem.field !== undefined && !settling.fields.includes(problem.field))
      settling.fields.push(problem.field);
    found.set(key, settling);
  }
  return [...found.values()];
}

const aloneKey = ({ code, entity, entityId, changeId, field = '' }: FleetProblem, index: number): string =>
  code === 'missing-field' ? [code, entity, entityId].join(' ') : [changeId, code, field, index].join(' ');
