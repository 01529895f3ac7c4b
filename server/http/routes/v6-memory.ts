/**
 * The records that V6 sites keep at central for themselves: read by nobody, but for their messages to support; taken out by staff with the
 * right.
 */
import { Readable } from 'node:stream';
import * as z from 'zod';
import { atSites, contactForms } from '#shared/api/v6-memory';
import type { KeptMemory } from '../../database/port/v6-memory';
import { CONTACT_FORM, readContactForm } from '../../v6/records/contact-form';
import type { V6 } from '../../v6/v6';
import { ApiError } from '../api-error';
import { audit } from '../audit';
import { demandSignedIn, demandWithin } from '../demand';
import { cursor, limit } from '../paging';
import { error } from '../schemas';
import type { Api, Services } from '../services';

export function v6MemoryRoutes(app: Api, services: Services, v6: V6): void {
  contactFormRoute(app, services, v6);
  exportRoute(app, services, v6);
  const alike = { response: { 200: atSites, 401: error } };
  app.get('/api/v6-sites/central-data', { schema: alike }, async (request) => {
    await demandSignedIn(services, request, 'read-fleet');
    return { items: await v6.otherAtSites() };
  });
}

/**
 * Messages of people at sites, the latest first; of staff with a border those of their sites: `total` counts these as far as they were
 * read.
 */
function contactFormRoute(app: Api, services: Services, { database: { memory } }: V6): void {
  const list = {
    querystring: z.object({ limit, cursor }),
    response: { 200: contactForms, 401: error, 403: error },
  };
  app.get('/api/contact-forms', { schema: list }, async (request) => {
    const { limit: size, cursor: from } = request.query;
    const { own } = await demandWithin(services, request, 'manage-sites');
    const found = await memory.ofTable(CONTACT_FORM, { limit: size, ...(from && { cursor: from }) });
    const kept = found.items.filter(({ siteId }) => own.hasSite(siteId));
    const items = await Promise.all(
      kept.map(async (record) => {
        const site = await services.database.registry.sites.get(record.siteId);
        return { ...readContactForm(record), siteName: site?.name ?? record.siteId };
      }),
    );
    return { ...found, items, total: own.border.whole ? found.total : items.length };
  });
}

const STEP = 200;

/** Everything that a site keeps here, one record a line. It holds patients and stock: a right of its own, and it is written down who did. */
function exportRoute(app: Api, services: Services, { database: { memory } }: V6): void {
  const one = { params: z.object({ id: z.string().max(64) }) };
  app.get('/api/sites/:id/v6/memory', { schema: one }, async (request, reply) => {
    const { id: siteId } = request.params;
    const { staff, own } = await demandWithin(services, request, 'export-site-memory');
    const site = own.hasSite(siteId) ? await services.database.registry.sites.get(siteId) : undefined;
    if (!site) throw new ApiError('not-found');
    await audit(services, staff, 'site.memory-export', siteId);
    const name = `open-msupply-${site.code.replace(/[^\w-]/g, '_')}.jsonl`;
    return reply
      .header('content-type', 'application/x-ndjson; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(linesOf((from) => memory.ofSite(siteId, { limit: STEP, ...from }))));
  });
}

async function* linesOf(
  read: (from: { cursor?: string }) => Promise<{ items: KeptMemory[]; nextCursor?: string }>,
): AsyncGenerator<string> {
  let from: { cursor?: string } = {};
  for (;;) {
    const { items, nextCursor } = await read(from);
    for (const record of items) yield `${JSON.stringify({ ...record, siteId: undefined })}\n`;
    if (nextCursor === undefined) return;
    from = { cursor: nextCursor };
  }
}
