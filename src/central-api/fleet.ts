/** The equipment of all sites, as support staff see it. */
import * as z from 'zod/mini';
import { assetLogTypes } from '#shared/domain/asset-log';
import { functionalStatus, properties } from '#shared/domain/fields';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { Result } from '#shared/result';
import { call, type Central } from './central';
import { site } from './sites';

const text = z.string();
const optional = z.optional(text);

/** Central shows every record that it took, incomplete ones too: so blanks are read here that the domain's own schema would refuse. */
const fleetAsset = z.object({
  id: text,
  storeId: text,
  siteId: optional,
  siteName: optional,
  storeName: optional,
  assetNumber: text,
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
  deletedAt: optional,
  functionalStatus: z.optional(functionalStatus),
  statusSince: optional,
  statusLoggedAt: optional,
  reasonId: optional,
  /** codes of what is open */
  problems: z.array(text),
});
export type FleetAsset = z.infer<typeof fleetAsset>;

const fleetLog = z.object({
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
});

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
  /** whether its bytes have arrived */
  atCentral: z.boolean(),
});
export type FleetFile = z.infer<typeof fleetFile>;

const problem = z.object({
  code: text,
  entity: optional,
  entityId: optional,
  changeId: optional,
  storeId: optional,
  assetId: optional,
  field: optional,
  data: z.optional(z.record(text, z.union([text, z.number()]))),
  since: optional,
});
export type FleetProblem = z.infer<typeof problem>;

const pageOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({
    items: z.array(item),
    nextCursor: z.optional(z.nullable(z.string())),
    total: z.optional(z.number()),
  });

const assetPage = pageOf(fleetAsset);
const problemPage = pageOf(problem);
/** `writers`: the devices and the staff that wrote them, as far as central knows them */
const logPage = z.object({
  items: z.array(fleetLog),
  writers: z.optional(z.array(z.object({ userId: text, name: text, siteName: optional }))),
});
const filePage = pageOf(fleetFile);
const summary = z.object({
  assets: z.object({ total: z.number(), byStatus: z.record(z.string(), z.number()) }),
  problems: z.number(),
  sites: z.number(),
  /** the sites that were silent longest */
  silent: z.array(site),
});
export type FleetSummary = z.infer<typeof summary>;

export interface AssetsQuery {
  storeId?: string;
  siteId?: string;
  status?: FunctionalStatus | string;
  q?: string;
  sort?: string;
  limit?: number;
  cursor?: string;
}

export const listAssets = (
  central: Central,
  query: AssetsQuery = {},
): Promise<Result<z.infer<typeof assetPage>>> =>
  call(central, { path: '/api/assets', query: { ...query } }, assetPage);

export const getAsset = (central: Central, id: string): Promise<Result<FleetAsset>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}` }, fleetAsset);

export const getAssetLogs = (central: Central, id: string): Promise<Result<z.infer<typeof logPage>>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}/logs` }, logPage);

/** Says that a log is wrong: it stays in the history and counts no more. */
export const voidLogAtCentral = (central: Central, id: string): Promise<Result<unknown>> =>
  call(central, { method: 'POST', path: `/api/logs/${encodeURIComponent(id)}/void`, body: {} }, z.unknown());

/** The photos and documents of an asset and of its logs, newest first. */
export const getAssetFiles = (central: Central, id: string): Promise<Result<z.infer<typeof filePage>>> =>
  call(central, { path: `/api/assets/${encodeURIComponent(id)}/files` }, filePage);

export const listProblems = (
  central: Central,
  query: { limit?: number; cursor?: string } = {},
): Promise<Result<z.infer<typeof problemPage>>> =>
  call(central, { path: '/api/problems', query }, problemPage);

export const getSummary = (central: Central): Promise<Result<FleetSummary>> =>
  call(central, { path: '/api/fleet/summary' }, summary);
