/** One call to a central server: sent, timed, read and checked; a failure comes back as a code. */
import * as z from 'zod/mini';
import { errorAnswer, errorDetails, isApiErrorCode } from '#shared/api/error';
import { readJson } from '#shared/json';
import { accepted, refused, type Issue, type Refused, type Result } from '#shared/result';

/** The central server as a caller: a device has a token, staff a cookie. */
export interface Central {
  /** without a slash at its end; '' is the origin of the page */
  url: string;
  token?: string;
  /** of this app: a device sends it, so that staff see the devices that have to update */
  version?: string;
  fetch?: typeof fetch;
  signal?: AbortSignal;
}

/** The central server that a device or staff browser belongs to. */
export const centralOf = (identity: {
  kind: 'site' | 'staff';
  centralUrl: string;
  deviceToken?: string;
}): Central => ({
  url: identity.centralUrl,
  ...(identity.deviceToken !== undefined && { token: identity.deviceToken }),
});

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** in the place of a body: a file with its fields */
  form?: FormData;
  /** for calls that take longer than a question, milliseconds */
  patience?: number;
}

/** Reads an error that decides of the things that were sent: `named` are its details, which name them (rule M9). */
interface Judging<N extends z.ZodMiniType, V> {
  named: N;
  /** undefined: of other things */
  verdict: (named: z.output<N>, code: string) => V | undefined;
}

/** A 2G link is slow; one that brings nothing for this long is taken for gone. */
const TIMEOUT_MS = 30_000;

/**
 * Makes a call and reads its answer with `schema`. Refuses with `offline` (no link), `not-a-central-server` (something else
 * answered, as a captive portal does), `stopped` (the caller's signal) or the code that the server gave, unless the error
 * decides of what was sent.
 */
export async function call<S extends z.ZodMiniType, N extends z.ZodMiniType = never, V = never>(
  central: Central,
  { method = 'GET', path, query, body, form, patience = TIMEOUT_MS }: Call,
  schema: S,
  judging?: Judging<N, V>,
): Promise<Result<z.output<S> | V>> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timeout = setTimeout(stop, patience);
  central.signal?.addEventListener('abort', stop, { once: true });
  if (central.signal?.aborted) stop();
  try {
    const response = await (central.fetch ?? fetch)(address(central.url, path, query), {
      method,
      headers: headersOf(central, body !== undefined),
      credentials: central.token === undefined ? 'same-origin' : 'omit',
      cache: 'no-store',
      signal: controller.signal,
      ...bodyOf(body, form),
    });
    return readAnswer(response.status, await response.text(), schema, judging);
  } catch {
    return refused({ code: central.signal?.aborted ? 'stopped' : 'offline' });
  } finally {
    clearTimeout(timeout);
    central.signal?.removeEventListener('abort', stop);
  }
}

const bodyOf = (body: unknown, form: FormData | undefined): { body?: string | FormData } =>
  form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) };

function address(url: string, path: string, query: Call['query'] = {}): string {
  const entries = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return `${url}${path}${entries.length > 0 ? `?${new URLSearchParams(entries).toString()}` : ''}`;
}

const headersOf = ({ token, version }: Central, hasBody: boolean): Record<string, string> => ({
  accept: 'application/json',
  ...(hasBody && { 'content-type': 'application/json' }),
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(token !== undefined && version !== undefined && { 'x-waypost-version': version }),
});

function readAnswer<S extends z.ZodMiniType, N extends z.ZodMiniType, V>(
  status: number,
  text: string,
  schema: S,
  judging?: Judging<N, V>,
): Result<z.output<S> | V> {
  const json = text === '' ? null : readJson(text);
  if (status >= 200 && status < 300) {
    const parsed = z.safeParse(schema, json);
    return parsed.success ? accepted(parsed.data) : refused({ code: 'not-a-central-server' });
  }
  const parsed = z.safeParse(errorAnswer, json);
  if (!parsed.success)
    return refused({ code: status >= 500 ? 'internal' : 'not-a-central-server', data: { status } });
  const { error } = parsed.data;
  const judged = judging && verdictOf(error, judging);
  return judged === undefined ? refusedBy(error, status) : accepted(judged);
}

type CentralError = z.output<typeof errorAnswer>['error'];

function verdictOf<N extends z.ZodMiniType, V>(
  { code, details }: CentralError,
  { named, verdict }: Judging<N, V>,
): V | undefined {
  const read = z.safeParse(named, details);
  return read.success ? verdict(read.data, code) : undefined;
}

function refusedBy({ code, details }: CentralError, status: number): Refused {
  const data = { status, ...secondsOf(details) };
  const issue: Issue = isApiErrorCode(code)
    ? { code, data }
    : { code: 'unknown', data: { ...data, errorCode: code } };
  const [first = {}, ...others] = fieldsOf(details);
  return refused({ ...issue, ...first }, ...others.map((about) => ({ ...issue, ...about })));
}

/** The wait before the next try, where the server gives it. */
function secondsOf(details: unknown): { seconds?: number } {
  const parsed = z.safeParse(errorDetails.wait, details);
  return parsed.success ? parsed.data : {};
}

/** The fields that an error is about, as its details name them: one, several, or none in particular. */
function fieldsOf(details: unknown): { field?: string }[] {
  const one = z.safeParse(errorDetails.oneField, details);
  if (one.success) return [one.data];
  const several = z.safeParse(errorDetails.manyFields, details);
  return several.success ? several.data.fields : [];
}
