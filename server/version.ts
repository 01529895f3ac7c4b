/** The version of this Waypost. */
import { readFileSync } from 'node:fs';

/** The version of the package, beside which this file is run from: `server/` or `dist/server/`. */
export function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name === 'waypost' && found !== undefined) return found;
    } catch {
      // not here: the next place
    }
  }
  return '0.0.0';
}
