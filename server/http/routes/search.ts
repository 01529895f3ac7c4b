/** One search over everything that staff look for: sites, stores, equipment, the catalogue and people, within their border. */
import * as z from 'zod';
import { searchFound } from '#shared/api/search';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import { foldCase } from '#shared/same-text';
import type { Within } from '../../country/within';
import { findAssets } from '../../fleet/find-assets';
import { demandWithin, isBound, type StaffCaller } from '../demand';
import { error } from '../schemas';
import type { Api, Services } from '../services';

/** Of each sort; a person who needs more goes to its list. */
const MOST = 10;

export function searchRoutes(app: Api, services: Services): void {
  const schema = {
    querystring: z.object({ q: z.string().max(200) }),
    response: { 200: searchFound, 401: error, 403: error },
  };
  app.get('/api/search', { schema }, async (request) => {
    const { staff, own } = await demandWithin(services, request, 'read-fleet');
    const words = wordsOf(request.query.q);
    if (words.length === 0) return { sites: [], stores: [], assets: [], catalogueItems: [], users: [] };
    const { q } = request.query;
    return {
      ...(await sitesAndStores(services, own, q, words)),
      assets: (
        await findAssets(services.database, { q, limit: MOST, withoutTotal: true }, await own.stores())
      ).items,
      catalogueItems: await catalogue(services, words),
      users: await people(services, staff, words),
    };
  });
}

const wordsOf = (q: string): string[] => foldCase(q).split(/\s+/).filter(Boolean);

const says = (words: readonly string[], ...texts: (string | undefined)[]): boolean => {
  const text = foldCase(texts.filter((one) => one !== undefined).join(' '));
  return words.every((word) => text.includes(word));
};

async function sitesAndStores({ database }: Services, own: Within, q: string, words: readonly string[]) {
  const siteIds = own.sites();
  const { sites } = await database.registry.sites.page({
    limit: MOST,
    sort: 'code',
    q,
    withoutTotal: true,
    ...(siteIds && { siteIds }),
  });
  const stores = sites.flatMap((site) => site.stores.map((store) => ({ ...store, siteId: site.id })));
  return {
    sites: sites.map(({ id, code, name }) => ({ id, code, name })),
    stores: stores.filter(({ code, name }) => says(words, code, name)).slice(0, MOST),
  };
}

async function catalogue({ database }: Services, words: readonly string[]) {
  const items = await database.rows.all('catalogueItem');
  const isMeant = ({ deletedAt, code, manufacturer, model }: CatalogueItem): boolean =>
    deletedAt === undefined && says(words, code, manufacturer, model);
  return items
    .filter(isMeant)
    .slice(0, MOST)
    .map(({ id, code, manufacturer, model }) => ({
      id,
      code,
      manufacturer: manufacturer ?? '',
      model,
    }));
}

/** Of the members of staff, for those alone who may manage them. */
async function people({ database }: Services, { user }: StaffCaller, words: readonly string[]) {
  if (!user.permissions.includes('manage-users') || isBound(user)) return [];
  const all = await database.registry.staff.list();
  return all
    .filter(({ username, displayName }) => says(words, username, displayName))
    .slice(0, MOST)
    .map(({ id, username, displayName }) => ({ id, username, displayName }));
}
