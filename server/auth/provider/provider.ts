/**
 * The programme's sign-in provider: where a person is sent, and who it says came back. All that OpenID Connect asks for is the library's work;
 * no token of the provider outlives the call in which it came.
 */
import * as oidc from 'openid-client';
import { nameIn } from './name-in';
import type { ProviderSettings } from './settings';

/** What only the browser that was sent there brings back. */
export interface Sent {
  state: string;
  nonce: string;
  verifier: string;
  /** our address to which the provider sends back */
  back: string;
}

/** A person, as the provider knows them: `subject` is never given to another. */
export interface Person {
  issuer: string;
  subject: string;
  /** By which an account is found before its first sign-in; undefined: the provider says none, or does not vouch for it. */
  name: () => Promise<string | undefined>;
}

/** `away`: the provider cannot be asked now. `not-vouched`: what came back proves nobody. */
export class ProviderError extends Error {
  constructor(
    readonly code: 'away' | 'not-vouched',
    options: ErrorOptions,
  ) {
    super(`the sign-in provider: ${code}`, options);
    this.name = 'ProviderError';
  }

  /** For the log: codes, and no value that anybody sent. */
  why(): string[] {
    const texts: string[] = [];
    for (let at: unknown = this.cause; at instanceof Error && texts.length < 6; at = at.cause) {
      if ('error' in at && typeof at.error === 'string' && /^[a-z_]{1,60}$/.test(at.error))
        texts.push(at.error);
      texts.push('code' in at && typeof at.code === 'string' ? at.code : at.name);
    }
    return texts;
  }
}

/** Seconds that the provider may take for an answer. */
const PATIENCE = 10;
/** For how long what it says of itself is believed, milliseconds. */
const FRESH = 60 * 60 * 1000;

interface Known {
  since: number;
  configuration: Promise<oidc.Configuration>;
}

export class Provider {
  #known: Known | undefined;

  constructor(
    readonly settings: ProviderSettings,
    private readonly now: () => number,
  ) {}

  /** Rejects with ProviderError `away`. */
  async send(back: string): Promise<{ address: string; sent: Sent }> {
    const configuration = await this.#configuration();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const verifier = oidc.randomPKCECodeVerifier();
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: back,
      scope: this.#scope(),
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, sent: { state, nonce, verifier, back } };
  }

  /** `search`: of the address at which the person came back. Rejects with ProviderError. */
  async whoCame({ state, nonce, verifier, back }: Sent, search: string): Promise<Person> {
    const configuration = await this.#configuration();
    const tokens = await oidc
      .authorizationCodeGrant(configuration, new URL(`${back}${search}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      .catch(asItFailed);
    const claims = tokens.claims();
    if (!claims) return as('not-vouched')('no token that names a person');
    const { iss: issuer, sub: subject } = claims;
    const { claim } = this.settings;
    const name = async (): Promise<string | undefined> => {
      const said = nameIn(claims, claim);
      if (said !== undefined || configuration.serverMetadata().userinfo_endpoint === undefined) return said;
      const more = await oidc.fetchUserInfo(configuration, tokens.access_token, subject).catch(asItFailed);
      return nameIn(more, claim);
    };
    return { issuer, subject, name };
  }

  #scope(): string {
    const { claim } = this.settings;
    return claim === 'sub' ? 'openid' : claim === 'email' ? 'openid email' : 'openid profile';
  }

  /** Asked for when it is first needed, again after a while, and again after it failed. */
  #configuration(): Promise<oidc.Configuration> {
    const known = this.#known;
    if (known && this.now() < known.since + FRESH) return known.configuration;
    const fresh = { since: this.now(), configuration: discover(this.settings).catch(as('away')) };
    this.#known = fresh;
    fresh.configuration.catch(() => {
      if (this.#known === fresh) this.#known = undefined;
    });
    return fresh.configuration;
  }
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<oidc.Configuration> {
  const [basic, post] = [oidc.ClientSecretBasic(clientSecret), oidc.ClientSecretPost(clientSecret)];
  const authentication: oidc.ClientAuth = (server, ...rest) => {
    const { token_endpoint_auth_methods_supported: taken = ['client_secret_basic'] } = server;
    return (taken.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
  const configuration = await oidc.discovery(new URL(issuer), clientId, undefined, authentication, {
    timeout: PATIENCE,
    // the settings take such an issuer on this machine only
    ...(issuer.startsWith('http:') && { execute: [oidc.allowInsecureRequests] }),
  });
  // the signature too, although the token comes from the provider itself
  oidc.enableNonRepudiationChecks(configuration);
  return configuration;
}

const as =
  (code: ProviderError['code']) =>
  (cause: unknown): never => {
    throw new ProviderError(code, { cause });
  };

/** No answer, none of a provider, or of one that does not know this server: nothing that the person who came did. */
const noAnswer = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
]);
/** The id or the secret of this server is wrong. */
const notOurs = new Set(['invalid_client', 'unauthorized_client']);
const isAway = (error: unknown): boolean => {
  if (error instanceof oidc.ResponseBodyError && notOurs.has(error.error)) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code !== 'string' || noAnswer.has(code);
};
const asItFailed = (cause: unknown): never => as(isAway(cause) ? 'away' : 'not-vouched')(cause);
