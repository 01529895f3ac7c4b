/** A call as it looks from here: `doctor` makes one by the public address, and reads whether proxies pass on what they must. No address is in it. */
import * as z from 'zod';
import type { FastifyRequest } from 'fastify';
import type { Api, Services } from '../services';

export const seenCall = z.object({
  forwardedFor: z.number().meta({ description: 'Addresses in X-Forwarded-For.' }),
  place: z.number().meta({
    description:
      'The caller counts by this one of them, from the last: 0 is the address that connected, and 1 the last one.',
  }),
  isSecure: z.boolean().meta({ description: 'X-Forwarded-Proto says https.' }),
  isOwnHost: z
    .boolean()
    .meta({ description: 'The host of the call is that of PUBLIC_ORIGIN, where that is set.' }),
});
export type SeenCall = z.infer<typeof seenCall>;

export function seenCallRoute(app: Api, { config: { publicOrigin } }: Pick<Services, 'config'>): void {
  app.get(
    '/api/instance/call',
    { config: { for: 'anyone' }, schema: { response: { 200: seenCall } } },
    async (request) => {
      const { headers, ips = [], host } = request;
      return {
        forwardedFor: wordsOf(headers['x-forwarded-for']).length,
        place: Math.max(0, ips.length - 1),
        isSecure: wordsOf(headers['x-forwarded-proto'])[0] === 'https',
        isOwnHost: publicOrigin === undefined || new URL(publicOrigin).host === host,
      };
    },
  );
}

const wordsOf = (header: FastifyRequest['headers'][string]): string[] =>
  [header ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
