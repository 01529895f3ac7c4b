/** The Range header. One range is served; several, or an unreadable one, get the whole. */

type Range = { start: number; end: number };

/** Undefined: the whole; `none`: nothing of the file lies in it. */
export function readRange(header: string | undefined, size: number): Range | 'none' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '') return to === '' ? undefined : within(Math.max(0, size - Number(to)), size - 1, size);
  if (to === '') return within(Number(from), size - 1, size);
  if (Number(to) < Number(from)) return undefined;
  return within(Number(from), Math.min(Number(to), size - 1), size);
}

const within = (start: number, end: number, size: number): Range | 'none' =>
  start < size && start <= end ? { start, end } : 'none';
