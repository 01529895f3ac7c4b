/** Asks the mSupply central server of the programme whether a site's credentials are right, as the site itself does. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Credentials } from '../wire/requests';

export type MSupplyAnswer =
  /** with the central server that it names for V6, where it names one */
  | { why: 'known'; centralUrl?: string }
  /** with its own code, where it gave one */
  | { why: 'legacy-refused'; words: string; code?: string }
  | { why: 'legacy-unreachable'; words: string };

export type AskMSupply = (who: Credentials) => Promise<MSupplyAnswer>;

const PATIENCE_MS = 10_000;
/** The time for which a yes counts: a cycle asks several times, and a short outage should not cut it. Milliseconds. */
const CACHED_MS = 60_000;
const CACHED = 10_000;
const WORDS = 500;
/** The version sent for a caller that names none: that of the latest sites. */
const OWN_VERSION = '14';

const named = z.object({ omSupplyCentralServerUrl: z.string().min(1) });
const refusal = z.object({ error: z.object({ code: z.string().max(100), message: z.string().optional() }) });

/** Codes by which mSupply central refuses a caller that is not the site it claims to be. */
const guessed = ['site_name_not_found', 'site_incorrect_password', 'site_incorrect_hardware_id'];

/** True if an answer is that to a guess: only these count as failed tries. */
export const isGuess = (answer: { why: string; code?: string } | undefined): boolean =>
  answer?.why === 'legacy-refused' && (answer.code === undefined || guessed.includes(answer.code));

export function askMSupplyCentral(url: string, now: () => number): AskMSupply {
  const known = new Map<string, { until: number; answer: MSupplyAnswer }>();
  const running = new Map<string, Promise<MSupplyAnswer>>();
  return async (who) => {
    const key = createHash('sha256')
      .update([who.username, who.passwordSha256, who.siteUuid, who.syncVersion].join('\n'))
      .digest('hex');
    const before = known.get(key);
    if (before && before.until > now()) return before.answer;
    // calls that come at once wait for one answer
    const asking = running.get(key) ?? ask(url, who).finally(() => running.delete(key));
    running.set(key, asking);
    const answer = await asking;
    if (known.size >= CACHED) known.clear();
    if (answer.why === 'known') known.set(key, { until: now() + CACHED_MS, answer });
    return answer;
  };
}

/**
 * The answer of mSupply central for a site it knows. Anything else that returns 200 (a page of a proxy, for example) vouches for nobody.
 */
const site = z.looseObject({ siteId: z.number() }).or(z.looseObject({ id: z.string() }));

async function ask(url: string, who: Credentials): Promise<MSupplyAnswer> {
  try {
    const answer = await fetch(`${url.replace(/\/$/, '')}/sync/v5/site`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${who.username}:${who.passwordSha256}`).toString('base64')}`,
        'msupply-site-uuid': who.siteUuid,
        'app-version': who.appVersion,
        'app-name': who.appName,
        // the site's own: mSupply central refuses versions that it does not speak
        version: who.syncVersion || OWN_VERSION,
      },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    if (answer.ok) return readYes(text);
    if (answer.status >= 500)
      return { why: 'legacy-unreachable', words: `mSupply central answered with status ${answer.status}.` };
    const said = read(refusal, text)?.error;
    const code = said?.code;
    return {
      why: 'legacy-refused',
      words:
        (said?.message ?? text).slice(0, WORDS) || `mSupply central answered with status ${answer.status}.`,
      ...(code !== undefined && { code }),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'no answer';
    return {
      why: 'legacy-unreachable',
      words: `mSupply central cannot be reached (${reason}). Try again later.`,
    };
  }
}

function readYes(text: string): MSupplyAnswer {
  if (!read(site, text))
    return { why: 'legacy-unreachable', words: 'What answers at the address of mSupply central is not one.' };
  const centralUrl = read(named, text)?.omSupplyCentralServerUrl;
  return { why: 'known', ...(centralUrl !== undefined && { centralUrl }) };
}

function read<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
