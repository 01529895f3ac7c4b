/** Asks the mSupply central server of the programme whether a site's credentials are right, as the site itself does. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Credentials } from '../wire/requests';

export type MSupplyAnswer =
  { why: 'known' } | { why: 'legacy-refused' | 'legacy-unreachable'; words: string };

export type AskMSupply = (who: Credentials) => Promise<MSupplyAnswer>;

const PATIENCE_MS = 10_000;
/** How long a yes counts: a cycle asks several times, and a short outage should not cut it. */
const CACHED_MS = 60_000;
const CACHED = 10_000;
const WORDS = 500;

export function askMSupplyCentral(url: string, now: () => number): AskMSupply {
  const known = new Map<string, number>();
  const running = new Map<string, Promise<MSupplyAnswer>>();
  return async (who) => {
    const key = createHash('sha256')
      .update([who.username, who.passwordSha256, who.siteUuid].join('\n'))
      .digest('hex');
    if ((known.get(key) ?? 0) > now()) return { why: 'known' };
    // calls that come at once wait for one answer
    const asking = running.get(key) ?? ask(url, who).finally(() => running.delete(key));
    running.set(key, asking);
    const answer = await asking;
    if (known.size >= CACHED) known.clear();
    if (answer.why === 'known') known.set(key, now() + CACHED_MS);
    return answer;
  };
}

/** What mSupply central says of a site it knows. Anything else that answers with 200 (a page of a proxy, say) vouches for nobody. */
const site = z.looseObject({ siteId: z.number() }).or(z.looseObject({ id: z.string() }));

function isSite(text: string): boolean {
  try {
    return site.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

async function ask(url: string, who: Credentials): Promise<MSupplyAnswer> {
  try {
    const answer = await fetch(`${url.replace(/\/$/, '')}/sync/v5/site`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${who.username}:${who.passwordSha256}`).toString('base64')}`,
        'msupply-site-uuid': who.siteUuid,
        'app-version': who.appVersion,
        'app-name': who.appName,
        version: '5',
      },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const words = text.slice(0, WORDS);
    if (answer.ok && isSite(text)) return { why: 'known' };
    if (answer.ok)
      return {
        why: 'legacy-unreachable',
        words: 'What answers at the address of mSupply central is not one.',
      };
    if (answer.status >= 500)
      return { why: 'legacy-unreachable', words: `mSupply central answered with status ${answer.status}.` };
    return {
      why: 'legacy-refused',
      words: words || `mSupply central answered with status ${answer.status}.`,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'no answer';
    return {
      why: 'legacy-unreachable',
      words: `mSupply central cannot be reached (${reason}). Try again later.`,
    };
  }
}
