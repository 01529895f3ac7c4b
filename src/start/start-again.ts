/** Nothing can be shown: only a first visit whose link broke can come here. It is tried again by itself. */
const AFTER_MS = 10_000;

export function startAgain(): void {
  addEventListener('online', () => location.reload());
  setTimeout(() => location.reload(), AFTER_MS);
}
