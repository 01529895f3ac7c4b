/** A plain call where a socket was wanted: a proxy before this server passes no upgrades on, and nothing would ever sync. */
import { ApiError } from '../api-error';
import type { Api } from '../services';

const SENTENCE =
  'This address is for WebSockets, and this call came without its upgrade: a proxy before this server does not pass on the headers Upgrade and Connection below /sync/. Devices cannot sync until it does; see the page on operating.';

export function syncWithoutUpgrade(app: Api): void {
  for (const url of ['/sync/config', '/sync/store/:storeId/:year'])
    app.get(url, { schema: { hide: true } }, (request) => {
      if (
        request.headers['x-forwarded-for'] !== undefined ||
        request.headers['sec-websocket-key'] !== undefined
      )
        request.log.warn(SENTENCE);
      throw new ApiError('upgrade-needed', undefined, { upgrade: 'websocket' }, SENTENCE);
    });
}
