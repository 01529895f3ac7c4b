/** The uses of a record, in one sentence: central data on this device, and at all sites as far as central knows. */
import type { CentralEntity } from '#shared/commands/save-central-data';
import type { FleetUsage } from '#shared/api/usage';
import { getUsage } from '../../../central-api/usage';
import { Asked } from '../../../page/asked.svelte';
import type { Central } from '../../../central-api/central';
import type { Words } from '../../../words/words.svelte';
import type { Dependant, Kind } from './kind';

/** Asks central, where assets or logs name records of this kind. */
export const askUsage = <E extends CentralEntity>(
  kind: Kind<E>,
  id: string,
  central: Central,
): Asked<FleetUsage> | undefined => {
  const { used } = kind;
  return used && new Asked((signal) => getUsage({ ...central, signal }, used, id));
};

/** "212 assets at 87 sites, 3 types"; empty when nothing uses it. */
export function usedByInWords(
  words: Words,
  dependants: readonly Dependant[],
  fleet: FleetUsage | undefined,
): string {
  const parts = dependants
    .filter(({ count }) => count > 0)
    .map((one) => words.t(one.words, { count: one.count }));
  if (fleet && fleet.assets > 0)
    parts.unshift(atSites(words, 'central-data.assets', fleet.assets, fleet.sites));
  if (fleet && fleet.logs > 0) parts.unshift(atSites(words, 'central-data.logs', fleet.logs, fleet.sites));
  return parts.length === 0 ? '' : words.list(parts);
}

function atSites(
  words: Words,
  key: 'central-data.assets' | 'central-data.logs',
  count: number,
  sites: number,
): string {
  const counted = words.t(key, { count });
  return words.t('central-data.atSites', { counted, sites: words.t('central-data.sites', { count: sites }) });
}
