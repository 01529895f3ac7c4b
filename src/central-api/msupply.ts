/**
 * Asks an mSupply central server which central server a site has, as Open mSupply does at the start of every cycle. That server
 * may let no browser in from elsewhere: then the central server that this app knows is asked to ask it.
 */
import * as z from 'zod/mini';
import { relayedCentral } from '#shared/api/instance';
import type { MSupplySite } from '#shared/domain/msupply-site';
import { hexOf } from '#shared/hex';
import { readJson } from '#shared/json';
import { accepted, refused, type Result } from '#shared/result';
import { call } from './central';
import { readCentralUrl } from './instance';

export interface Asking {
  version: string;
  /** a central server of ours that may be asked to ask; '' is the origin of the page */
  relay?: string;
  fetch?: typeof fetch;
  signal?: AbortSignal;
}

/** A cycle begins with this question, so it must not wait long for a server that is gone. */
const PATIENCE_MS = 10_000;

/** The messages of mSupply itself. */
const site = z.object({ omSupplyCentralServerUrl: z.optional(z.nullable(z.string())) });
const mSupplyError = z.object({ error: z.object({ code: z.string() }) });

/**
 * The origin of the site's central server. Refuses with `site-password-wrong`, `another-installation`, `too-many-tries`,
 * `no-central-named`, `not-msupply` (something else answered), `msupply-unreachable` or `stopped`.
 */
export async function askForCentral(asked: MSupplySite, asking: Asking): Promise<Result<string>> {
  const answer = await askDirectly(asked, asking);
  if (answer !== undefined) return answer;
  if (asking.signal?.aborted) return refused({ code: 'stopped' });
  return asking.relay === undefined
    ? refused({ code: 'msupply-unreachable' })
    : askByRelay(asked, asking, asking.relay);
}

/** Undefined when nothing was heard: no link, no server, or one that lets no browser in; a browser does not say which. */
async function askDirectly(asked: MSupplySite, asking: Asking): Promise<Result<string> | undefined> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const patience = setTimeout(stop, PATIENCE_MS);
  asking.signal?.addEventListener('abort', stop, { once: true });
  if (asking.signal?.aborted) stop();
  try {
    const response = await (asking.fetch ?? fetch)(`${asked.url}/sync/v5/site`, {
      headers: headersOf(asked, asking.version),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: controller.signal,
    });
    return readAnswer(response.status, await response.text());
  } catch {
    return undefined;
  } finally {
    clearTimeout(patience);
    asking.signal?.removeEventListener('abort', stop);
  }
}

function headersOf(
  { siteName, passwordSha256, hardwareId }: MSupplySite,
  version: string,
): Record<string, string> {
  const bytes = new TextEncoder().encode(`${siteName}:${passwordSha256}`);
  return {
    accept: 'application/json',
    authorization: `Basic ${btoa(String.fromCharCode(...bytes))}`,
    'msupply-site-uuid': hardwareId,
    'app-version': version,
    'app-name': 'Waypost',
    version: '5',
  };
}

function readAnswer(status: number, text: string): Result<string> {
  const json = readJson(text);
  if (status === 200) {
    const parsed = z.safeParse(site, json);
    return parsed.success ? named(parsed.data.omSupplyCentralServerUrl) : refused({ code: 'not-msupply' });
  }
  if (status === 429) return refused({ code: 'too-many-tries' });
  if (status >= 500) return refused({ code: 'msupply-unreachable' });
  const parsed = z.safeParse(mSupplyError, json);
  if (status !== 401 && status !== 403 && !parsed.success) return refused({ code: 'not-msupply' });
  const isOther = parsed.success && parsed.data.error.code === 'site_incorrect_hardware_id';
  return refused({ code: isOther ? 'another-installation' : 'site-password-wrong' });
}

/** Codes of the relay that mean the same to the device that asked it. */
const passedOn = new Set(['site-password-wrong', 'another-installation', 'too-many-tries', 'stopped']);

async function askByRelay(asked: MSupplySite, asking: Asking, relay: string): Promise<Result<string>> {
  const { url: address, ...about } = asked;
  const { fetch, signal } = asking;
  const central = { url: relay, ...(fetch && { fetch }), ...(signal && { signal }) };
  const request = { method: 'POST', path: '/api/msupply/site', body: { address, ...about } } as const;
  const answer = await call(central, request, relayedCentral);
  if (answer.ok) return named(answer.value.centralUrl);
  const issue = answer.issues.find(({ code }) => passedOn.has(code));
  return refused(issue ?? { code: 'msupply-unreachable' });
}

function named(url: string | null | undefined): Result<string> {
  const origin = readCentralUrl(url ?? '');
  return origin === undefined ? refused({ code: 'no-central-named' }) : accepted(origin);
}

/** The hash that stands for a password on the wire. Only where `canHash` of a browser allows it. */
export async function hashPassword(password: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(password));
  return hexOf(new Uint8Array(digest));
}
