/** The health and the name of the server: the first thing that a device asks for. */
import * as z from 'zod';
import { wholeInstance } from '#shared/api/provider';
import { protocolRange } from '#shared/protocol/version';
import { countSites } from '../../operations/site-counts';
import { ApiError } from '../api-error';
import { ownOrigin } from '../own-origin';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  lastBackup: z
    .string()
    .optional()
    .meta({ description: 'When the last good backup was taken. Absent: never.' }),
  rowsBehind: z.number().meta({ description: 'Changes that are stored and that lists do not show yet.' }),
  diskFreeBytes: z.number().optional().meta({ description: 'Left on the disk of the data directory.' }),
  waiting: z.number().meta({ description: 'Messages of devices that wait for the next commit.' }),
  v6Waiting: z.number().optional().meta({ description: 'Records of Open mSupply sites to be taken in.' }),
  v6Kept: z.number().optional().meta({ description: 'Records of such sites that could not be stored.' }),
  copyMadeAgain: z.number().optional().meta({
    description:
      'How often this process had to make its copy of the log again since its start: a disk spoilt it. Absent: never.',
  }),
  sites: z
    .object({ joined: z.number(), behind: z.number(), silent: z.number() })
    .optional()
    .meta({ description: 'Sites with a device, as last counted; absent until then.' }),
});

/** Most faults of a disk pass, such as want of room; one of them does not. */
const unwritable = ({ needsRestart, ownCopy }: Services['database']): ApiError => {
  if (ownCopy?.isBeingMade === true)
    return new ApiError(
      'store-unwritable',
      { copyIsBeingMade: true },
      {},
      'A disk has spoilt the copy of the log of this process: it is made again from PostgreSQL. Other processes serve meanwhile.',
    );
  return needsRestart?.() === true
    ? new ApiError(
        'store-unwritable',
        { needsRestart: true },
        {},
        'The disk failed to take what was stored. The server takes nothing more until its disk is looked at and it is started again; devices keep what they record.',
      )
    : new ApiError('store-unwritable');
};

const nameOf = ({ name }: NonNullable<Services['provider']>): { name?: string } => ({
  ...(name !== undefined && { name }),
});

export function instanceRoutes(app: Api, services: Services): void {
  app.get(
    '/api/health',
    { config: { for: 'anyone' }, schema: { response: { 200: health, 503: error } } },
    async () => {
      if (services.isDraining()) throw new ApiError('draining');
      const { wellBeing, siteStates, sync, now } = services;
      if (!(await wellBeing.canWrite())) throw unwritable(services.database);
      const [{ time }, free, records] = await Promise.all([
        wellBeing.lastBackup(),
        wellBeing.freeBytes(),
        wellBeing.v6Records(),
      ]);
      const counted = siteStates.lastKnown();
      const madeAgain = services.database.ownCopy?.madeAgain ?? 0;
      return {
        status: 'ok' as const,
        version: services.version,
        ...(time !== undefined && { lastBackup: time }),
        rowsBehind: await wellBeing.rowsBehind(),
        ...(free !== undefined && { diskFreeBytes: free }),
        waiting: sync.metrics.waiting,
        ...(records && { v6Waiting: records.waiting, v6Kept: records.kept }),
        ...(madeAgain > 0 && { copyMadeAgain: madeAgain }),
        ...(counted && { sites: countSites(counted, now()) }),
      };
    },
  );

  app.get(
    '/api/instance',
    { config: { for: 'anyone' }, schema: { response: { 200: wholeInstance } } },
    async (request) => ({
      name: services.identity.name,
      centralId: services.identity.centralId,
      isCentralServer: true as const,
      publicOrigin: ownOrigin(request, services.config.publicOrigin),
      protocol: { ...protocolRange },
      version: services.version,
      time: new Date(services.now()).toISOString(),
      ...(services.provider && { provider: nameOf(services.provider) }),
    }),
  );
}
