/** Checks that this machine's clock can be right: time does not run backwards from moments that are stored already. */
import type { CentralDatabase } from '../../database/port/central-database';
import type { Finding } from './finding';

const TOLERATED_MS = 60_000;

/** `now` in milliseconds. */
export async function lookAtClock(
  { registry }: Pick<CentralDatabase, 'registry'>,
  now: number,
): Promise<Finding[]> {
  const [last] = await registry.audit.page({ limit: 1 });
  const latest = last === undefined ? 0 : Date.parse(last.at);
  const isBehind = latest > now + TOLERATED_MS;
  return [
    {
      about: 'clock',
      state: isBehind ? 'bad' : 'good',
      line: isBehind
        ? `It says ${new Date(now).toISOString()}, and something was stored at ${last?.at ?? ''} already: set it right.`
        : `It says ${new Date(now).toISOString()}.`,
    },
  ];
}
