/**
 * Changes of every kind in any documents, at any times, for tests of what follows from a set of changes: few records, so that they meet, and
 * few moments, so that some are one. Nothing judges them: what comes back to central, or came before a rule, is in the log as it is.
 */
import fc from 'fast-check';
import type { Change } from '#shared/change/change';
import { parseKind } from '#shared/domain/entities';
import { formatHlc } from '#shared/change/hlc';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { JsonObject } from '#shared/json';

export interface PlacedChange {
  document: string;
  client: number;
  clock: number;
  change: Change;
}

export const BEGAN = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;

/** The second and third are made from labels. */
export const ASSETS = ['a0', '0190b5a2-7c10-5a31-8e5f-000000000001', '0190b5a2-7c10-5a31-8e5f-000000000002'];
export const STORES = ['s0', 's1', 's2'];
const CLIENTS = [7, 8];

interface Said {
  what: string;
  /** which record, which other one it names, and which of some values it says */
  of: number;
  other: number;
  value: number;
  hour: number;
  store: number;
  year: number;
  client: number;
}

const asset = (of: number): string => ASSETS[of % ASSETS.length] ?? '';
/** Records hang on one thing, unless two devices with one copied database gave one id twice. */
const logOf = ({ of, value }: Said): string => asset(value === 7 ? of + 1 : of);
const at = (hour: number): string => new Date(BEGAN + hour * HOUR).toISOString();
const texts = ['N/A', 'F-1', 'F-2', '', 'Kühlschrank ٣ 😀', 'x'.repeat(3000), 'n', 'F-1'];
const textOf = ({ value }: Said): string => texts[value] ?? '';

const patches: Record<string, (said: Said) => [entityId: string, patch: JsonObject]> = {
  'asset.create': (said) => [
    asset(said.of),
    {
      ...{ assetNumber: textOf(said), storeId: STORES[said.store] ?? '' },
      ...(said.value > 3 && { serialNumber: 'SN-1', manufacturer: 'Vestfrost' }),
      ...(said.value === 6 && { catalogueItemId: 'i0' }),
    },
  ],
  'asset.edit': (said) => [asset(said.of), editOf(said)],
  'asset.remove': ({ of }) => [asset(of), {}],
  'asset.move': ({ of, other }) => [asset(of), { storeId: STORES[other] ?? '' }],
  'asset.merge': ({ of, other }) => [asset(of), { into: asset(of + 1 + (other % 2)) }],
  'asset.newer': ({ of }) => [asset(of), { laterField: 1 }],
  'assetLog.add': (said) => [
    `l${said.of}`,
    {
      ...{ assetId: logOf(said), type: said.value === 0 ? 'TEMPERATURE_MAPPING' : 'STATUS_UPDATE' },
      ...{
        functionalStatus: functionalStatuses[said.other] ?? '',
        loggedAt: at(said.value),
        createdAt: at(0),
      },
      ...(said.value > 4 && { reasonId: 'r0' }),
    },
  ],
  'assetLog.void': ({ of }) => [`l${of}`, {}],
  'file.attach': (said) => [
    `f${said.of}`,
    {
      ...(said.of % 2 === 0
        ? { ownerTable: 'asset', ownerId: logOf(said) }
        : { ownerTable: 'assetLog', ownerId: `l${said.of}` }),
      ...{ fileName: 'one', mimeType: said.other === 0 ? 'application/pdf' : 'image/jpeg', totalBytes: 1 },
      ...{ sha256: `${said.other}`.repeat(64), ...(said.value > 5 && { thumbnailSha256: 'cd'.repeat(32) }) },
    },
  ],
  'file.remove': ({ of }) => [`f${of}`, {}],
  'round.finish': ({ of, store }) => [
    `n${of}`,
    {
      ...{
        storeId: STORES[store] ?? '',
        startedAt: at(0),
        finishedAt: at(1),
        found: [asset(of)],
        missing: [],
        unexpected: [],
      },
    },
  ],
  'catalogueItem.create': (said) => [
    `i${said.of % 2}`,
    { subCatalogue: 'PQS', code: textOf(said), manufacturer: 'Vestfrost' },
  ],
  'catalogueItem.edit': (said) => {
    const patch: JsonObject =
      said.value > 3 ? { manufacturer: said.other === 0 ? null : 'Haier' } : { nameIn: { fr: textOf(said) } };
    return [`i${said.of % 2}`, patch];
  },
  'catalogueItem.remove': ({ of }) => [`i${of % 2}`, {}],
  'statusReason.create': (said) => [
    `r${said.of % 2}`,
    { functionalStatus: functionalStatuses[said.of % 2] ?? '', reason: textOf(said) },
  ],
  // what logs were once right by is not looked at again with them
  'statusReason.edit': (said) => [`r${said.of % 2}`, { nameIn: { ar: textOf(said) } }],
  'gadget.create': ({ of }) => [`g${of}`, { name: 'of a later build' }],
};

function editOf(said: Said): JsonObject {
  const edits: JsonObject[] = [
    { notes: textOf(said) },
    { notes: null, laterField: said.other },
    { assetNumber: textOf({ ...said, value: said.other }) },
    { serialNumber: said.other === 0 ? null : 'SN-1' },
    { catalogueItemId: said.other === 0 ? null : `i${said.other % 2}` },
    { properties: { x: said.other, y: said.other === 0 ? null : 'é' } },
    { deletedAt: null },
    { storeId: STORES[said.other] ?? '' },
  ];
  return edits[said.value] ?? {};
}

const words = ['disown', 'disown', 'own'];
/** `word`, `first`, `again`: of a change of the list itself. */
const kinds = [
  ...Object.keys(patches),
  ...[
    'asset.create',
    'asset.edit',
    'asset.edit',
    'asset.move',
    'assetLog.add',
    'assetLog.add',
    'file.attach',
    'file.attach',
  ],
  ...['word', 'word', 'word', 'first', 'again', 'again'],
];

const said: fc.Arbitrary<Said> = fc.record({
  what: fc.constantFrom(...kinds),
  of: fc.nat({ max: 3 }),
  other: fc.nat({ max: 2 }),
  value: fc.nat({ max: 7 }),
  hour: fc.nat({ max: 12 }),
  store: fc.nat({ max: 2 }),
  year: fc.nat({ max: 1 }),
  client: fc.nat({ max: 1 }),
});

/** In the order of the log. */
export const anyChanges = (maxLength: number): fc.Arbitrary<PlacedChange[]> =>
  fc.array(said, { minLength: 1, maxLength }).map(placed);

const idOf = (index: number): string => `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
const isOfCountry = (kind: string): boolean => /^(catalogueItem|statusReason)\./.test(kind);

function placed(all: readonly Said[]): PlacedChange[] {
  const clocks = new Map<string, number>();
  const made: Change[] = [];
  return all.map((one, index) => {
    const change = changeOf(one, index, made);
    made.push(change);
    const document = isOfCountry(change.kind)
      ? 'config'
      : `store/${STORES[one.store] ?? ''}/${2025 + one.year}`;
    const client = CLIENTS[one.client] ?? 7;
    const clock = clocks.get(`${document} ${client}`) ?? 0;
    clocks.set(`${document} ${client}`, clock + 1);
    return { document, client, clock, change };
  });
}

function changeOf(one: Said, index: number, made: readonly Change[]): Change {
  const target = made[one.of % Math.max(1, made.length)];
  if (one.what === 'again' && target && parseKind(target.kind)) return target;
  const [kind, [entityId, patch]] = saidOf(one, target);
  // of one moment are those of one device that was put back, too
  const hlc = formatHlc({ ms: BEGAN + one.hour * HOUR, counter: one.value % 2, deviceId: 'd' });
  return { id: idOf(index), hlc, userId: 'u', deviceId: 'd', n: index + 1, kind, entityId, patch };
}

function saidOf(
  one: Said,
  target: Change | undefined,
): [kind: string, said: [entityId: string, patch: JsonObject]] {
  const entity = target && parseKind(target.kind)?.entity;
  if (one.what === 'word' && target && entity && !isOfCountry(target.kind))
    return [`${entity}.${words[one.other] ?? 'own'}`, [target.entityId, { changeIds: [target.id] }]];
  if (one.what === 'first' && target?.kind === 'asset.create')
    return [
      'asset.first',
      [target.entityId, { createId: target.id, store: target.patch['storeId'] ?? '', since: one.value }],
    ];
  const kind = Object.hasOwn(patches, one.what) ? one.what : 'asset.edit';
  return [kind, patches[kind]?.(one) ?? ['', {}]];
}
