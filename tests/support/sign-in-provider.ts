/** A sign-in provider for tests: a certified one, with its own forms, on a port of this machine. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { Provider } from 'oidc-provider';
import type { ProviderSettings } from '../../server/auth/provider/settings';

/** It notes again and again that it is set up as one for tests. */
for (const level of ['info', 'warn'] as const) {
  const say = console[level];
  console[level] = (...words: unknown[]) => {
    if (!String(words[0]).includes('oidc-provider')) say(...words);
  };
}

/** Making them takes a moment: the providers of one file share them. */
const keys = generateKeyPair('RS256', { extractable: true });

/** As the provider knows people: their subject, which they type as their name at its form, and their claims. */
export type People = Record<string, Record<string, unknown>>;

export class SignInProvider {
  /** alters the token that says who came; signed again by the provider's own key, unless it is a text */
  tamper: ((claims: JWTPayload) => JWTPayload | string) | undefined;
  /** alters the token once it is signed again */
  rewrap: (token: string) => string = (token) => token;
  /** the answer to every call meanwhile */
  failsWith: number | undefined;
  /** requests that came, by method and path */
  readonly asked: string[] = [];
  #handler: RequestListener | undefined;
  #key: CryptoKey | undefined;

  private constructor(
    private readonly server: Server,
    readonly people: People,
    private readonly host: string,
  ) {}

  static async listen(people: People, host = '127.0.0.1'): Promise<SignInProvider> {
    const server = createServer();
    const provider = new SignInProvider(server, people, host);
    server.on('request', (request, response) => {
      provider.asked.push(`${request.method} ${(request.url ?? '').split('?', 1)[0]}`);
      if (provider.failsWith !== undefined) response.writeHead(provider.failsWith).end();
      else {
        if (request.url === '/token') provider.#follow(response);
        provider.#handler?.(request, response);
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return provider;
  }

  get issuer(): string {
    return `http://${this.host}:${(this.server.address() as AddressInfo).port}`;
  }

  get settings(): ProviderSettings {
    return {
      ...{ issuer: this.issuer, clientId: 'waypost', clientSecret: 'the secret of the client' },
      ...{ name: 'Health ID', claim: 'email' },
    };
  }

  /** Knows the central server of this origin from now on. */
  async serve(origin: string): Promise<void> {
    const { privateKey } = await keys;
    this.#key = privateKey;
    const { clientId, clientSecret } = this.settings;
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [`${origin}/api/session/oidc/back`],
        },
      ],
      claims: { email: ['email', 'email_verified'], profile: ['preferred_username', 'employee'] },
      cookies: { keys: ['a key of the provider'] },
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', kid: 'one', use: 'sig' }] },
      findAccount: (_context, accountId) =>
        this.people[accountId] && {
          accountId,
          claims: async () => ({ sub: accountId, ...this.people[accountId] }),
        },
    });
    const answer = provider.callback();
    this.#handler = (...call) => void answer(...call);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Whoever sits between: the token is altered in the answer. */
  #follow(response: ServerResponse): void {
    const { tamper } = this;
    if (!tamper) return;
    const end = response.end.bind(response);
    response.end = ((body: string | Buffer) => {
      void this.#altered(JSON.parse(String(body)) as Record<string, unknown>, tamper).then((text) => {
        end(text);
      });
      return response;
    }) as typeof response.end;
    const setHeader = response.setHeader.bind(response);
    response.setHeader = (name, value) =>
      name.toLowerCase() === 'content-length' ? response : setHeader(name, value);
  }

  async #altered(
    answer: Record<string, unknown>,
    tamper: NonNullable<SignInProvider['tamper']>,
  ): Promise<string> {
    const token = answer['id_token'];
    if (typeof token !== 'string' || !this.#key) return JSON.stringify(answer);
    const claims = tamper(decodeJwt(token));
    const header = { alg: 'RS256', kid: 'one' };
    const altered =
      typeof claims === 'string'
        ? `${token.split('.')[0]}.${claims}.${token.split('.')[2]}`
        : await new SignJWT(claims).setProtectedHeader(header).sign(this.#key);
    return JSON.stringify({ ...answer, id_token: this.rewrap(altered) });
  }
}
