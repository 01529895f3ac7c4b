/** The acts of staff, for those who manage users. */
import * as z from 'zod';
import { actPage } from '#shared/api/audit';
import { subjectNames } from '../../fleet/subject-names';
import type { AuditPosition } from '../../database/port/registry-audit';
import { demandStaff } from '../demand';
import { cursor, fromCursor, limit, toCursor } from '../paging';
import { error } from '../schemas';
import type { Api, Services } from '../services';

const query = z.object({
  userId: z.string().max(64).optional(),
  kind: z
    .string()
    .regex(/^[A-Za-z-]{1,40}$/)
    .optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  limit,
  cursor,
});

export function auditRoutes(app: Api, services: Services): void {
  const { audit } = services.database.registry;

  const schema = { querystring: query, response: { 200: actPage, 400: error, 403: error } };
  app.get('/api/audit', { schema }, async (request) => {
    await demandStaff(services, request, 'manage-users');
    const { limit: size, cursor: text, userId, kind, from, to } = request.query;
    const after = readPosition(text);
    const found = await audit.page({
      limit: size + 1,
      ...(userId && { userId }),
      ...(kind && { kind }),
      ...(from && { from }),
      ...(to && { to }),
      ...(after && { after }),
    });
    const shown = found.slice(0, size);
    const last = shown.at(-1);
    const names = await subjectNames(services.database, shown);
    return {
      items: shown.map(({ source, id, ...one }) => ({ ...one, id: `${source}-${id}`, ...names(one) })),
      ...(found.length > size && last && { nextCursor: toCursor(`${last.source} ${last.id} ${last.at}`) }),
    };
  });
}

/** A cursor that is not one of ours reads as none. */
function readPosition(text: string | undefined): AuditPosition | undefined {
  const [, source, id, at] = /^(audit|change) (\d{1,15}) (\S+)$/.exec(fromCursor(text ?? '')) ?? [];
  if ((source !== 'audit' && source !== 'change') || at === undefined) return undefined;
  return { source, id: Number(id), at };
}
