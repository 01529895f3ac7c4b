/** A part of the app that could not be fetched: a new version took its place, or it is not on this device yet. */

/** The messages of the engines for a lost import, and of the app's loader for a lost style sheet. */
const said =
  /dynamically imported module|importing a module script failed|unable to preload|failed to fetch module|module script/i;

export const isLostPiece = (error: unknown): boolean => error instanceof Error && said.test(error.message);

const AFTER_MS = 10_000;
/** The key of this tab's storage for the time when the app was last opened again by itself. */
const KEY = 'waypost-opened-again';

/** Asks for a file that every build has and that no worker returns from its cache. */
const isServerThere = (): Promise<boolean> =>
  fetch('/sw.js', { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

interface Surroundings {
  reload: () => void;
  isThere: () => Promise<boolean>;
  now: () => number;
}

/**
 * Opens the app again when the server can be reached: a lost part is fetched then, under its present name. After each try
 * without success it waits twice as long, so that a part that is nowhere does not keep a page turning. Returns a way to stop.
 */
export function goOnByItself(
  { reload, isThere, now }: Surroundings = {
    reload: () => location.reload(),
    isThere: isServerThere,
    now: Date.now,
  },
): () => void {
  let isStopped = false;
  const [last = 0, wait = 0] = (sessionStorage.getItem(KEY) ?? '').split(' ').map(Number);
  const isFresh = now() - last > 3 * Math.max(wait, AFTER_MS);
  const next = isFresh ? 0 : Math.max(wait * 2, AFTER_MS);
  const look = async (): Promise<void> => {
    if (isStopped || !(await isThere())) return;
    sessionStorage.setItem(KEY, `${now()} ${next}`);
    // it may have been called off while the server was asked
    if (!isStopped) reload();
  };
  const soon = setTimeout(() => void look(), next);
  const timer = setInterval(() => void look(), Math.max(next, AFTER_MS));
  const online = (): void => void look();
  addEventListener('online', online);
  return () => {
    isStopped = true;
    clearTimeout(soon);
    clearInterval(timer);
    removeEventListener('online', online);
  };
}
