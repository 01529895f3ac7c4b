/** Voids a wrong log: it stays in the history and counts no more (rule L7). */
import { accepted, refused } from '../result';
import { takes, type Command } from './command';

export interface VoidLog {
  id: string;
  /** the person or the device that voids, in the form in which a log names its author */
  by: readonly string[];
}

/** Refuses with `unknown-log`, `store-not-here`, or `log-of-another`: a site voids its own logs, staff void any. */
export const voidLog: Command<VoidLog> = takes('record-status', async (rows, { id, by }, context) => {
  const log = await rows.get('assetLog', id);
  if (!log) return refused({ code: 'unknown-log' });
  if (log.voidedAt !== undefined) return accepted([]);
  const asset = await rows.get('asset', log.assetId);
  if (asset && !context.storeIds.includes(asset.storeId)) return refused({ code: 'store-not-here' });
  if (context.mode === 'site' && !by.includes(log.userId)) return refused({ code: 'log-of-another' });
  return accepted([{ kind: 'assetLog.void', entityId: id, patch: { assetId: log.assetId } }]);
});
