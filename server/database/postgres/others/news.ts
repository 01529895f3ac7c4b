/** What a notification says: the log reaches to a number, or, without one, that there may be news of any kind. */

const LOG = /^log (\d+)$/;

export const newsOf = (last: number): string => `log ${last}`;

/** The end of the log of which it tells, where it tells of nothing else. */
export function endIn(payload: string | undefined): number | undefined {
  const [, last] = LOG.exec(payload ?? '') ?? [];
  return last === undefined ? undefined : Number(last);
}
