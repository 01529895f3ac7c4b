/** First step with a pushed asset: its record, in our words. */
import { accepted, refused, type Result } from '#shared/result';
import type { InboxRow } from '../../database/port/v6';
import { readAsset } from '../records/asset';
import type { Said } from '../records/record';

/** A deletion carries nothing else; its time is that of its arrival. */
export type SaidOfAsset = ({ says: 'record' } & Said) | { says: 'removal'; at: number };

export function readAssetRow({ action, data, receivedAt }: InboxRow): Result<SaidOfAsset> {
  if (action === 'Delete') return accepted({ says: 'removal', at: Date.parse(receivedAt) });
  const said = readAsset(data ?? {});
  return said.ok ? accepted({ says: 'record', ...said.value }) : refused(...said.issues);
}
