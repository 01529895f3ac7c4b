/** The time that something still takes, as people say it. Pure. */
interface TimeLeft {
  unit: 'soon' | 'minutes' | 'hours';
  count: number;
}

/** Rounded up: it is better to be done before it was promised. */
export function timeLeft(seconds: number): TimeLeft {
  if (seconds < 60) return { unit: 'soon', count: 0 };
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90
    ? { unit: 'minutes', count: minutes }
    : { unit: 'hours', count: Math.ceil(minutes / 60) };
}
