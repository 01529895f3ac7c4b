/** One import of assets on its way: from a file to what it would change, to what was saved. */
import { importAsset } from '#shared/commands/import-asset';
import type { Issue } from '#shared/result';
import type { Replica } from '../../../replica/replica';
import type { StoreName } from '../../../replica/records';
import { readSheet } from '../../../tables/read-sheet';
import { readAssetData } from './asset-data';
import { planAssets, type AssetPlan, type PlannedAsset } from './plan-assets';

export interface NotSaved {
  row: PlannedAsset;
  issues: readonly Issue[];
}

export type AssetPhase =
  | { kind: 'choose'; unreadable?: boolean }
  | { kind: 'reading' }
  | { kind: 'review'; plan: AssetPlan }
  | { kind: 'importing'; total: number }
  | { kind: 'done'; plan: AssetPlan; saved: number; notSaved: readonly NotSaved[] };

export class AssetRun {
  phase: AssetPhase = $state.raw({ kind: 'choose' });
  done = $state(0);

  constructor(
    private readonly replica: Replica,
    private readonly stores: () => readonly StoreName[],
  ) {}

  async read(file: File): Promise<void> {
    this.phase = { kind: 'reading' };
    const stores = this.stores();
    const [sheet, data, now] = await Promise.all([
      file
        .arrayBuffer()
        .then(readSheet)
        .catch(() => undefined),
      readAssetData(this.replica.db, stores),
      this.replica.now(),
    ]);
    if (!sheet) return void (this.phase = { kind: 'choose', unreadable: true });
    const context = { now, mode: 'site' as const, storeIds: stores.map(({ id }) => id), rights: [] };
    this.phase = { kind: 'review', plan: await planAssets(sheet, data, context) };
  }

  /** Row by row, so that one that is refused after all keeps no other out. */
  async start(plan: AssetPlan): Promise<void> {
    const rows = plan.rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed');
    const notSaved: NotSaved[] = [];
    this.done = 0;
    this.phase = { kind: 'importing', total: rows.length };
    for (const row of rows) {
      const result = await this.replica.commit(importAsset, row.input);
      if (!result.ok) notSaved.push({ row, issues: result.issues });
      this.done += 1;
    }
    this.phase = { kind: 'done', plan, saved: rows.length - notSaved.length, notSaved };
  }

  again(): void {
    this.phase = { kind: 'choose' };
  }
}
