/**
 * Checks that proxies on the way pass on who calls and for which host, and that TRUST_PROXY fits them: with too few, all callers count as
 * one; with too many, a caller may give any address.
 */
import { seenCall, type SeenCall } from '../../http/routes/seen-call';
import type { TrustProxy } from '../../trust-proxy';
import type { Finding } from './finding';

const PATIENCE_MS = 10_000;
/** An address that is nobody's (RFC 5737), given in X-Forwarded-For. */
const NOBODY = '192.0.2.1';

/** How the server sees two calls by its public address: one as it is, and one that gives an address of its own. */
export interface SeenTwice {
  plain: SeenCall;
  forged: SeenCall;
}

/** A server that cannot be asked is out of reach, or of a version that does not say: then by the settings alone. */
export async function lookAtHeaders(
  origin: string,
  known: { isSecure: boolean; trustProxy: TrustProxy },
): Promise<Finding[]> {
  const seen = await askTwice(origin);
  if (seen) return judgeHeaders(seen, known);
  return known.trustProxy === false && known.isSecure
    ? [
        {
          about: 'proxy',
          state: 'warning',
          line: 'TRUST_PROXY is not set: every caller counts as the one address of the proxy.',
        },
      ]
    : [];
}

/** Undefined where the server cannot be asked: it is out of reach, or of a version that does not say. */
export async function askTwice(origin: string): Promise<SeenTwice | undefined> {
  const ask = async (headers: Record<string, string>): Promise<SeenCall> => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return seenCall.parse(await (await fetch(`${origin}/api/instance/call`, { headers, signal })).json());
  };
  try {
    return { plain: await ask({}), forged: await ask({ 'x-forwarded-for': NOBODY }) };
  } catch {
    return undefined;
  }
}

/** `isSecure`: the public address has TLS, so that there is a proxy. */
export function judgeHeaders(
  { plain, forged }: SeenTwice,
  { isSecure, trustProxy }: { isSecure: boolean; trustProxy: TrustProxy },
): Finding[] {
  const callers = callersOf({ plain, forged }, isSecure, trustProxy);
  return [
    ...(callers ? [{ about: 'proxy', ...callers }] : []),
    ...(plain.isOwnHost ? [] : [OTHER_HOST]),
    ...(isSecure && !plain.isSecure ? [NO_PROTOCOL] : []),
  ];
}

const OTHER_HOST: Finding = {
  about: 'proxy host',
  state: 'bad',
  line: 'The proxy passes neither Host nor X-Forwarded-Host on (the second counts where TRUST_PROXY is set): uploads are sent to an address that only it can reach.',
};

const NO_PROTOCOL: Finding = {
  about: 'proxy protocol',
  state: 'warning',
  line: 'The proxy does not pass X-Forwarded-Proto on.',
};

type Callers = Pick<Finding, 'state' | 'line'>;

/** Undefined: no proxy is there, and none is needed. */
function callersOf({ plain, forged }: SeenTwice, isSecure: boolean, trust: TrustProxy): Callers | undefined {
  const { forwardedFor: proxies, place } = plain;
  // a doctor beside a proxy whose address is trusted is trusted itself
  const believes =
    !Array.isArray(trust) && forged.forwardedFor > proxies && forged.place >= forged.forwardedFor;
  if (believes)
    return {
      state: 'bad',
      line: `A caller may give any address, and guess passwords without end: ${proxies === 0 ? 'no proxy adds one to X-Forwarded-For, unset TRUST_PROXY' : `set TRUST_PROXY=${proxies}`}.`,
    };
  if (place < proxies)
    return {
      state: 'bad',
      line: `${proxies} ${proxies === 1 ? 'proxy stands' : 'proxies stand'} before the server, and TRUST_PROXY does not count so many: all callers count as one address. Set TRUST_PROXY=${proxies}.`,
    };
  if (proxies === 0 && isSecure)
    return {
      state: 'bad',
      line: 'The proxy does not pass X-Forwarded-For on: all callers count as its one address.',
    };
  if (proxies === 0) return undefined;
  return {
    state: 'good',
    line: `${proxies} before the server; each caller counts by an address of its own.`,
  };
}
