/** Documents and their changes, for those who do not keep a socket open. */
import * as z from 'zod';
import { authoredChanges } from '#shared/api/changes';
import { documentList } from '#shared/api/documents';
import { COUNTRY, parseDocument, storeOf, yearOf } from '#shared/change/documents';
import { mayChangeSome, mayEditSome } from '#shared/domain/rights';
import { limits } from '#shared/protocol/limits';
import type { Refusal } from '#shared/protocol/messages';
import { rightsWait } from '../../auth/staff-sessions';
import { allRefused, authorAll } from '../../fleet/author-all';
import { storesBorder, type Within } from '../../country/within';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandWithin } from '../demand';
import { isOpen } from '../../sync/peer';
import { peerOf } from '../peer-of';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const authored = z.object({
  document: z.string().max(100),
  changes: z.array(z.unknown()).min(1).max(limits.changesPerUpdate),
});

export function changeRoutes(app: Api, services: Services): void {
  app.get(
    '/api/documents',
    { config: { for: 'devices and staff' }, schema: { response: { 200: documentList, 401: error } } },
    async (request) => {
      return services.sync.documents(await peerOf(services, request));
    },
  );

  const schema = { body: authored, response: { 200: authoredChanges, 400: error, 403: error, 422: error } };
  app.post('/api/changes', { schema, bodyLimit: limits.messageBytes }, async (request) => {
    const { staff, own } = await demandWithin(services, request);
    const { document, changes } = request.body;
    const { id: userId, permissions } = staff.user;
    const isOfStore = storeOf(document) !== undefined;
    const all = (code: string): object => ({ refused: [allRefused(code, changes)] satisfies Refusal[] });
    if (isOfStore ? !mayChangeSome(permissions) : !mayEditSome(permissions))
      // rights that only wait may come: then nothing is decided yet
      throw new ApiError('no-right', rightsWait(staff.user) ? undefined : all('no-right'));
    if (!(await isDocument(services, own, document)))
      throw new ApiError(
        'not-found',
        { document, ...all('not-found') },
        {},
        'There is no document of this name.',
      );
    const by = {
      ...{ deviceId: staff.deviceId, userId, rights: permissions, signs: true },
      ...(await storesBorder(own)),
    };
    const { stored, refused } = await authorAll(services.sync, document, changes, by);
    if (stored.length === 0 && refused.length > 0)
      throw new ApiError('refused', { refused: refused satisfies Refusal[] });
    // edits of central data are in the record by themselves
    if (isOfStore) await audit(services, staff, 'equipment.change', document, { changes: stored.length });
    return { stored, refused };
  });
}

/** Central authors into documents that somebody reads: central data, and those of stores that exist. */
async function isDocument({ database, now }: Services, own: Within, document: string): Promise<boolean> {
  const ref = parseDocument(document);
  const storeId = ref?.kind === 'store' && isOpen(ref.year, yearOf(now())) ? ref.storeId : undefined;
  if (storeId === undefined) return ref?.kind === 'config' || (document === COUNTRY && own.border.whole);
  return (
    (await own.hasStore(storeId)) && (await database.registry.sites.sitesOfStores([storeId])).has(storeId)
  );
}
