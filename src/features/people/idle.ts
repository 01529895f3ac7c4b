/** Locks a shared device that nobody has touched for the chosen time, in whichever tab, and also while it was asleep or closed. */
import { liveQuery } from 'dexie';
import type { ReplicaDatabase } from '../../replica/database';
import { lockDevice, readLockAfter } from '../../replica/people/device-lock';

const LAST_TOUCH = 'waypost.last-touch';
const LOOK_EVERY_MS = 5_000;
/** an aid to typing or seeing gives no keys and no pointer, but its text is input */
const touches = ['pointerdown', 'keydown', 'wheel', 'input'] as const;

/** Pure: whether it is time to lock. A clock that was set back locks nothing by itself. */
export const isIdle = (minutes: number, lastTouch: number, now: number): boolean =>
  minutes > 0 && now - lastTouch >= minutes * 60_000;

/** Begins to watch; returns the function that ends it. */
export function lockWhenIdle(db: ReplicaDatabase): () => void {
  let minutes = 0;
  const look = () => {
    if (isIdle(minutes, lastTouch(), Date.now())) void lockDevice(db);
  };
  const setting = liveQuery(() => readLockAfter(db)).subscribe((value) => {
    minutes = value;
    look();
  });
  const controller = new AbortController();
  const options = { signal: controller.signal, passive: true, capture: true };
  for (const kind of touches) window.addEventListener(kind, noteTouch, options);
  document.addEventListener('visibilitychange', look, options);
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    setting.unsubscribe();
    controller.abort();
    clearInterval(timer);
  };
}

let noted = 0;

const lastTouch = (): number => Math.max(noted, keptTouch()) || noteTouch();

/** Other tabs are to know of it, but not of every key. */
function noteTouch(): number {
  const now = Date.now();
  if (now - noted > 1000) keepTouch(now);
  noted = now;
  return now;
}

/** A browser that forbids storage knows of this tab alone. */
function keptTouch(): number {
  try {
    return Number(localStorage.getItem(LAST_TOUCH)) || 0;
  } catch {
    return 0;
  }
}

function keepTouch(now: number): void {
  try {
    localStorage.setItem(LAST_TOUCH, String(now));
  } catch {
    return;
  }
}
