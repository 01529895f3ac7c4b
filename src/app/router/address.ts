/** Addresses of the app. */
export const here = (): URL => new URL(location.href);

export const addressOf = (to: string, from: string | URL = location.href): URL => new URL(to, from);

export const queryOf = (url: URL | undefined): URLSearchParams => new URLSearchParams(url?.search);

/** The same address with some keys of its query set, or with undefined or '' taken away. */
export function withQuery(url: URL, values: Readonly<Record<string, string | undefined>>): URL {
  const changed = new URL(url);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === '') changed.searchParams.delete(key);
    else changed.searchParams.set(key, value);
  }
  return changed;
}
