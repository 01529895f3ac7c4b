/**
 * The older server of a programme, as far as sites ask it for their identity: as deaf to other origins as the real one, unless a test opens
 * it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class MSupplyCentral {
  /** the address that it gives for V6 */
  centralUrl = '';
  /** returns this status instead */
  broken: number | undefined;
  /** lets the pages of other origins ask it */
  isOpen = false;
  asked = 0;
  /** the versions of the older API that it refuses not */
  speaks: (version: string) => boolean = () => true;
  /** those with which it was asked */
  readonly versions: string[] = [];
  /** everything that was ever sent to it but the one header with the credentials */
  readonly seen: string[] = [];
  readonly #passwords = new Map<string, string>();
  readonly #installations = new Map<string, string>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<MSupplyCentral> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const central = new MSupplyCentral(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => central.#answer(request, response));
    return central;
  }

  knows(name: string, password: string): void {
    this.#passwords.set(name, createHash('sha256').update(password).digest('hex'));
  }

  release(name: string): void {
    this.#installations.delete(name);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.isOpen) {
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader(
        'access-control-allow-headers',
        request.headers['access-control-request-headers'] ?? '',
      );
    }
    if (request.method === 'OPTIONS') return void response.writeHead(this.isOpen ? 204 : 404).end();
    this.asked += 1;
    this.seen.push(request.url ?? '');
    const [status, body] = this.#judge(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  #judge({ url, headers }: IncomingMessage): [number, unknown] {
    const refusal = (code: string): [number, unknown] => [
      401,
      { error: { code, message: code, data: null } },
    ];
    if (this.broken !== undefined) return [this.broken, { message: 'out of order' }];
    if (url !== '/sync/v5/site') return [404, {}];
    const version = String(headers['version']);
    this.versions.push(version);
    if (!this.speaks(version)) return [409, refusal('api_version_incompatible')[1]];
    const [, basic = ''] = /^Basic (.*)$/.exec(headers.authorization ?? '') ?? [];
    const [, name = '', hash] = /^(.*):(.*)$/.exec(Buffer.from(basic, 'base64').toString()) ?? [];
    const installation = String(headers['msupply-site-uuid']);
    const known = this.#passwords.get(name);
    if (known === undefined) return refusal('site_name_not_found');
    if (known !== hash) return refusal('site_incorrect_password');
    const pinned = this.#installations.get(name) ?? installation;
    this.#installations.set(name, pinned);
    if (pinned !== installation) return refusal('site_incorrect_hardware_id');
    const site = { id: 'a-uuid', siteId: 7, code: name, name, initialisationStatus: 'new' };
    const rest = { isOmSupplyCentralServer: false, mSupplyCentralSiteId: 1 };
    return [200, { ...site, omSupplyCentralServerUrl: this.centralUrl, ...rest }];
  }
}
