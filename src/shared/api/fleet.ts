/**
 * The equipment of all sites, as support staff see it. Central sends whole rows, of which a newer one may have more fields than
 * are known here: `…Row` holds the promised fields, the app reads the rest. Central shows every record that it took, incomplete
 * ones too, so blanks pass here that the domain's own schemas would refuse.
 */
import * as z from 'zod/mini';
import { assetLogTypes } from '../domain/asset-log';
import { functionalStatus, properties } from '../domain/fields';
import { functionalStatuses } from '../domain/functional-status';
import { page } from './page';
import { site } from './site';

const text = z.string();
const optional = z.optional(text);

const assetFields = {
  id: z.string(),
  assetNumber: z.string(),
  storeId: z.string(),
  siteId: z.optional(z.string()),
  siteName: z.optional(z.string()),
  siteCode: z.optional(z.string()),
  storeName: z.optional(z.string()),
  storeCode: z.optional(z.string()),
  functionalStatus: z.optional(z.enum(functionalStatuses)),
  statusSince: z.optional(z.string()),
  /** codes of the open problems */
  problems: z.array(z.string()),
  /** the id of a record that is most likely of the same piece */
  samePieceAs: z.optional(z.string()),
};

export const fleetAssetRow = z.looseObject(assetFields);
export const fleetAssetRowPage = page(fleetAssetRow);

export const fleetAsset = z.object({
  ...assetFields,
  serialNumber: optional,
  classId: text,
  categoryId: text,
  typeId: text,
  catalogueItemId: optional,
  manufacturer: optional,
  model: optional,
  installationDate: optional,
  replacementDate: optional,
  warrantyStart: optional,
  warrantyEnd: optional,
  donor: optional,
  needsReplacement: z.optional(z.boolean()),
  storageLocation: optional,
  notes: optional,
  properties,
  createdAt: optional,
  deletedAt: optional,
  removedFor: optional,
  mergedInto: optional,
  mergedAt: optional,
  statusLoggedAt: optional,
  reasonId: optional,
});
export type FleetAsset = z.infer<typeof fleetAsset>;

export const fleetAssetPage = page(fleetAsset);
export type FleetAssetPage = z.infer<typeof fleetAssetPage>;

/** The number of assets that were found, whatever their status, and of each status; `UNKNOWN`: no log tells one. */
export const fleetCounts = z.object({ total: z.number(), byStatus: z.record(z.string(), z.number()) });
export type FleetCounts = z.infer<typeof fleetCounts>;

/** Makers that people wrote by hand. */
export const fleetMakers = z.object({ items: z.array(z.string()) });
export type FleetMakers = z.infer<typeof fleetMakers>;

/** A row of any entity. */
export const row = z.looseObject({ id: z.string() });

/** The devices and the staff that wrote the logs, as far as central knows them. */
const writers = z.array(z.object({ userId: z.string(), name: z.string(), siteName: z.optional(z.string()) }));
export const fleetLogRows = z.object({ items: z.array(row), writers });

export const fleetLogs = z.object({
  items: z.array(
    z.object({
      id: text,
      assetId: text,
      type: z.enum(assetLogTypes),
      functionalStatus: z.optional(functionalStatus),
      reasonId: optional,
      comment: optional,
      loggedAt: text,
      createdAt: text,
      userId: text,
      voidedAt: optional,
      voidedBy: optional,
    }),
  ),
  writers,
});
export type FleetLogs = z.infer<typeof fleetLogs>;

/** The log that was voided, and the asset it was of. */
export const voidedLog = z.object({ id: z.string(), assetId: z.string() });
export type VoidedLog = z.infer<typeof voidedLog>;

/** The asset, and the store it is in now. */
export const movedAsset = z.object({ id: z.string(), storeId: z.string() });
export type MovedAsset = z.infer<typeof movedAsset>;

/** The details of an error by which central refuses a wish of a device: the id of the wish (rule M9). */
export const refusedMove = z.object({ move: z.string() });

/** The record that was merged, and the one that stands for both; none once they are separate again. */
export const mergedAsset = z.object({ id: z.string(), mergedInto: z.optional(z.string()) });
export type MergedAsset = z.infer<typeof mergedAsset>;

export const fleetRoundRows = z.object({
  items: z.array(row),
  /** of the missing or unexpected assets */
  assets: z.array(z.object({ id: text, assetNumber: text })),
  writers,
});
export const fleetRounds = z.object({
  items: z.array(
    z.object({
      id: text,
      storeId: text,
      location: optional,
      startedAt: text,
      finishedAt: text,
      userId: text,
      expected: z.array(text),
      found: z.array(text),
      missing: z.array(text),
      unexpected: z.array(text),
      unknownLabels: z.optional(z.number()),
    }),
  ),
  assets: z.array(z.object({ id: text, assetNumber: text })),
  writers,
});
export type FleetRounds = z.infer<typeof fleetRounds>;

/** True once the bytes of a file have arrived at central. */
const atCentral = z.boolean();
export const fleetFileRow = z.looseObject({ id: z.string(), atCentral });
export const fleetFileRows = z.object({ items: z.array(fleetFileRow) });

const fleetFile = z.object({
  id: text,
  ownerId: text,
  fileName: text,
  mimeType: text,
  totalBytes: z.number(),
  sha256: text,
  placeholder: optional,
  thumbnailSha256: optional,
  createdAt: text,
  atCentral,
});

export const fleetFiles = z.object({ items: z.array(fleetFile) });
export type FleetFiles = z.infer<typeof fleetFiles>;

const fleetProblemRow = z.looseObject({ code: z.string() });
/** `assets`: those that the problems are about, and the others that they contradict. */
export const fleetProblemRowPage = z.extend(page(fleetProblemRow), { assets: z.array(fleetAssetRow) });

const fleetProblem = z.object({
  code: text,
  entity: text,
  entityId: text,
  changeId: text,
  storeId: optional,
  assetId: optional,
  field: optional,
  data: z.optional(z.record(text, z.union([text, z.number()]))),
  since: text,
});
export type FleetProblem = z.infer<typeof fleetProblem>;

export const fleetProblemPage = z.extend(page(fleetProblem), {
  // an older central server gives none
  assets: z._default(z.array(fleetAsset), []),
});
export type FleetProblemPage = z.infer<typeof fleetProblemPage>;

/** The numbers of the front page. `silent`: the sites that were silent longest. */
export const fleetSummary = z.object({
  assets: z.object({ total: z.number(), byStatus: z.record(z.string(), z.number()) }),
  problems: z.number(),
  sites: z.number(),
  silent: z.array(site),
});
export type FleetSummary = z.infer<typeof fleetSummary>;
