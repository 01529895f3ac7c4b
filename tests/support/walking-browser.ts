/**
 * A browser as far as signing in goes: its cookies, by the rules of SameSite, and the forms of a provider, filled in. Two ports of one machine
 * are taken for two sites here, as a programme and its provider are.
 */
interface Cookie {
  value: string;
  isStrict: boolean;
  path: string;
}

/** What a page answered, and where. */
export interface Stop {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}

export class WalkingBrowser {
  readonly #jars = new Map<string, Map<string, Cookie>>();

  /** The cookies of an origin, as a page of its own sends them. */
  cookie(origin: string, path = '/', isFromElsewhere = false): string {
    return [...(this.#jars.get(origin) ?? [])]
      .filter(([, one]) => path.startsWith(one.path) && !(isFromElsewhere && one.isStrict))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  value(origin: string, name: string): string | undefined {
    return this.#jars.get(origin)?.get(name)?.value;
  }

  /** One call, followed nowhere. */
  async step(
    url: URL,
    {
      from,
      form,
      headers = {},
    }: { from?: URL | undefined; form?: URLSearchParams; headers?: HeadersInit } = {},
  ): Promise<Stop> {
    const isFromElsewhere = from !== undefined && from.origin !== url.origin;
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...headers, cookie: this.cookie(url.origin, url.pathname, isFromElsewhere) },
      ...(form && { body: form }),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(url.origin, line);
    return { url, status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  /** Goes where it is sent, through the forms of the provider too, until `isThere`. A way that another site began stays one from elsewhere. */
  async walk(start: URL, login: string, isThere: (url: URL) => boolean): Promise<URL> {
    let [at, from]: [URL, URL | undefined] = [start, undefined];
    for (let steps = 0; steps < 20; steps += 1) {
      if (isThere(at)) return at;
      const { status, headers, text } = await this.step(at, { from });
      const location = headers.get('location');
      from = at;
      if (status >= 300 && status < 400 && location !== null) at = new URL(location, at);
      else at = await this.#submit(at, text, login);
    }
    throw new Error(`the way never came to its end: ${at.href}`);
  }

  /** The first form of a page: its hidden fields as they are, and who one is. */
  async #submit(page: URL, text: string, login: string): Promise<URL> {
    const [, action] = /<form[^>]*\baction="([^"]+)"/.exec(text) ?? [];
    if (action === undefined) throw new Error(`no form at ${page.href}: ${text.slice(0, 300)}`);
    const form = new URLSearchParams();
    for (const [, name = '', value = ''] of text.matchAll(
      /<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g,
    ))
      form.set(name, value);
    if (/name="login"/.test(text)) {
      form.set('login', login);
      form.set('password', 'known to the provider');
    }
    const { status, headers } = await this.step(new URL(action, page), { from: page, form });
    const location = headers.get('location');
    if (location === null) throw new Error(`the form of ${page.href} was answered with ${status}`);
    return new URL(location, page);
  }

  #keep(origin: string, line: string): void {
    const [pair = '', ...rest] = line.split(/; */);
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const jar = this.#jars.get(origin) ?? new Map<string, Cookie>();
    this.#jars.set(origin, jar);
    const path = rest.map((one) => /^path=(.*)$/i.exec(one)?.[1]).find((one) => one !== undefined) ?? '/';
    const isGone = rest.some((one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one));
    if (isGone) jar.delete(name);
    else jar.set(name, { value, path, isStrict: rest.some((one) => /^samesite=strict$/i.test(one)) });
  }
}
