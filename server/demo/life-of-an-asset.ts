/** The life of one piece of equipment of the demo country: it came, it was looked after, it broke, it was repaired. */
import type { Draft } from '#shared/change/change';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { JsonObject } from '#shared/json';
import { newId } from '../new-id';
import { bornReasons } from '../reference-data/born/born';
import type { Chance } from './chance';

/** Something that somebody wrote down at a time. */
export interface Event {
  /** milliseconds */
  at: number;
  storeId: string;
  draft: Draft;
}

export interface NewAsset {
  storeId: string;
  number: string;
  /** its description by the catalogue, or by its type */
  kind: JsonObject;
}

const DAY = 24 * 60 * 60 * 1000;
const HISTORY = 2 * 365 * DAY;

const often = (status: FunctionalStatus, times: number): FunctionalStatus[] =>
  new Array<FunctionalStatus>(times).fill(status);

/** The finding of the next visit, by that of the one before; an asset that is given up gets no more visits. */
const nextStatus: Partial<Record<FunctionalStatus, readonly [FunctionalStatus, ...FunctionalStatus[]]>> = {
  FUNCTIONING: ['NOT_FUNCTIONING', 'FUNCTIONING_BUT_NEEDS_ATTENTION', ...often('FUNCTIONING', 10)],
  FUNCTIONING_BUT_NEEDS_ATTENTION: ['NOT_FUNCTIONING', ...often('FUNCTIONING', 3)],
  NOT_FUNCTIONING: ['UNSERVICEABLE', 'NOT_FUNCTIONING', ...often('FUNCTIONING', 8)],
  NOT_IN_USE: ['DECOMMISSIONED', 'NOT_IN_USE', ...often('FUNCTIONING', 4)],
};

const comments = [
  'Checked on the monthly round.',
  'Reported by the nurse in charge.',
  'Seen by the district technician.',
  '',
] as const;
const donors = ['Gavi', 'UNICEF', 'Ministry of Health', 'World Bank'] as const;
const rooms = ['Vaccine room', 'Store room', 'Corridor', 'Treatment room'] as const;

export function lifeOf(asset: NewAsset, chance: Chance, now: number): Event[] {
  const { storeId } = asset;
  const came = now - HISTORY + chance.whole(0, 240) * DAY + chance.whole(0, 8 * 60) * 60_000;
  const assetId = newId(came);
  const events: Event[] = [{ at: came, storeId, draft: arrival(asset, assetId, came, chance) }];
  let status: FunctionalStatus = chance.next() < 0.15 ? 'NOT_IN_USE' : 'FUNCTIONING';
  for (let at = came + 60_000; at < now; at += chance.whole(20, 110) * DAY) {
    events.push({ at, storeId, draft: visit(assetId, status, at, chance) });
    const next: readonly [FunctionalStatus, ...FunctionalStatus[]] | undefined = nextStatus[status];
    if (!next) break;
    status = chance.pick(next);
  }
  return events;
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function arrival({ storeId, number, kind }: NewAsset, assetId: string, came: number, chance: Chance): Draft {
  const installed = came - chance.whole(1, 900) * DAY;
  const patch = {
    ...kind,
    storeId,
    assetNumber: number,
    serialNumber: `SN${chance.whole(10_000_000, 99_999_999)}`,
    installationDate: dateOf(installed),
    warrantyStart: dateOf(installed),
    warrantyEnd: dateOf(installed + 3 * 365 * DAY),
    donor: chance.pick(donors),
    storageLocation: chance.pick(rooms),
    needsReplacement: chance.next() < 0.1,
    properties: {},
    lockedFields: [],
  };
  return { kind: 'asset.create', entityId: assetId, patch };
}

function visit(assetId: string, functionalStatus: FunctionalStatus, at: number, chance: Chance): Draft {
  const [reason, ...others] = bornReasons(functionalStatus);
  const comment = chance.pick(comments);
  const seen = new Date(at).toISOString();
  const patch = {
    assetId,
    type: 'STATUS_UPDATE',
    functionalStatus,
    ...(reason !== undefined && { reasonId: chance.pick([reason, ...others]) }),
    ...(comment !== '' && { comment }),
    loggedAt: seen,
    createdAt: seen,
  };
  return { kind: 'assetLog.add', entityId: newId(at), patch };
}
