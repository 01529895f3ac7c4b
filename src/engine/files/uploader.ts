/**
 * Brings files to central, one at a time, after the data: it stops in the middle of a piece when a change waits, and goes on
 * where it was. Nothing is kept in memory that a kill could lose.
 */
import { isThisMachine } from '../../central-api/this-machine';
import { liveQuery } from 'dexie';
import { centralOf } from '../../central-api/central';
import { owedNow } from '../../replica/changes/waiting';
import { readIdentity } from '../../replica/identity/identity';
import type { FileCopy, Identity } from '../../replica/records';
import { omit } from '../../replica/omit';
import { leftToday, nextDay, readDataBudget } from '../../replica/files/data-budget';
import { sha256Of } from '../../replica/files/kept-copy';
import { paceNow, readPace } from '../../replica/files/pace';
import { readTransferSettings } from '../../replica/files/transfer-settings';
import { waitingFiles } from '../../replica/files/waiting-files';
import { Alarm } from '../alarm';
import type { World, WorldSignal } from '../world';
import { compareAgain, compareFiles } from './compare';
import { Meter } from './meter';
import { nextFile, pauseAfter } from './queue';
import { loadCarrying } from '../load-carrying';
import type { Outcome, Sending } from './tus-sender';

/** Bytes that arrived as others are sent again so often: it was the way; after that it is something else. */
const MOST_DAMAGES = 3;
/** A fault of our own storage is not asked again at once. */
const FAULT_PAUSE_MS = 30_000;

export class Uploader {
  readonly #alarm = new Alarm();
  #sending: AbortController | undefined;
  /** until it is known that central is where it was */
  #isHeld = true;

  constructor(private readonly world: World) {}

  /** Works until `signal` says stop. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = (): void => {
      this.#sending?.abort();
      this.#alarm.ring();
    };
    signal.addEventListener('abort', stop, { once: true });
    // an async function: only then does Dexie watch the tables that are read after a query's own awaits
    const watch = liveQuery(async () => this.#situation()).subscribe({
      next: ({ mayGo }) => {
        if (!mayGo) this.#sending?.abort();
        this.#alarm.ring();
      },
      error: () => undefined,
    });
    while (!signal.aborted) {
      const pause = await this.#turn().catch(() => FAULT_PAUSE_MS);
      if (pause !== 0 && !signal.aborted)
        await this.#alarm.wait(pause, (ms, run) => this.world.after(ms, run));
    }
    watch.unsubscribe();
    signal.removeEventListener('abort', stop);
  }

  /** Stops or allows the sending of files to the central server that is known. */
  hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    if (isHeld) this.#sending?.abort();
    this.#alarm.ring();
  }

  /** The link came back, a person asks, a page is looked at: files that rest are tried now. */
  async heard(signal: WorldSignal): Promise<void> {
    if (signal === 'offline') return this.#sending?.abort();
    if (signal === 'link' && !(await this.#situation()).mayGo) this.#sending?.abort();
    if (signal === 'sync-now') await compareAgain(this.world.db);
    if (signal !== 'visible')
      await this.world.db.fileCopies
        .where('state')
        .equals('waiting')
        .modify((copy) => {
          delete copy.nextTry;
        });
    this.#alarm.ring();
  }

  /** Sends one file, if one may go; returns how long to rest: 0 not at all, undefined until something happens. */
  async #turn(): Promise<number | undefined> {
    const { db } = this.world;
    const identity = await readIdentity(db);
    const { mayGo, isUsedUp } = await this.#situation();
    const now = this.world.now();
    if (isUsedUp) return nextDay(now) - now;
    const isReachable = this.world.isOnline() || isThisMachine(identity?.centralUrl ?? '');
    if (!identity || !isReachable || !mayGo) return undefined;
    await compareFiles(this.world, identity);
    const { file, wakeAt } = nextFile(await waitingFiles(db), now);
    if (!file) return wakeAt === undefined ? undefined : Math.max(1, wakeAt - now);
    await this.#send(file, identity);
    return 0;
  }

  /** Data go first; they do not hold files up for ever where a person has to act on them. */
  async #situation(): Promise<{ mayGo: boolean; isUsedUp: boolean; waiting: string[] }> {
    const { db } = this.world;
    const [settings, budget, owed, waiting] = await Promise.all([
      readTransferSettings(db),
      readDataBudget(db, this.world.now()),
      owedNow(db),
      db.fileCopies.where('state').equals('waiting').primaryKeys(),
    ]);
    const isCostly = settings.onlyWifi && this.world.linkKind() === 'cellular';
    // the progress is written some times a second, and who reads it here is woken each time
    const dataWait = owed > 0 && (await db.progress.get('sync'))?.state !== 'attention';
    const isUsedUp = leftToday(budget) === 0;
    const isHeld = this.#isHeld || settings.isPaused || isCostly || dataWait;
    return { mayGo: !isHeld && !isUsedUp, isUsedUp, waiting };
  }

  async #send(file: FileCopy, identity: Identity): Promise<void> {
    const { db } = this.world;
    const found = await db.fileBytes.get(file.sha256);
    if (!found) return this.#fail(file, 'file-lost');
    const sending = new AbortController();
    this.#sending = sending;
    const meter = await this.#meter();
    let sent = file.sent;
    const note = (change: Partial<FileCopy>): void => {
      // a device that is full still sends; central is asked for a state that cannot be noted
      void db.fileCopies.update(file.sha256, change).catch(() => undefined);
    };
    const outcome = await this.#sendFile({
      central: centralOf(identity),
      file,
      bytes: found.bytes,
      signal: sending.signal,
      began: (uploadUrl) => note({ uploadUrl }),
      accepted: (bytes) => note({ sent: (sent = bytes) }),
      meter,
    });
    this.#sending = undefined;
    await meter.count();
    const failures = sent > file.sent ? 0 : file.failures;
    await this.#settle({ ...file, failures }, outcome, found.bytes);
  }

  async #sendFile(sending: Sending): Promise<Outcome> {
    const carrying = await loadCarrying();
    return carrying ? carrying.sendFile(this.world, sending) : { type: 'cut' };
  }

  async #meter(): Promise<Meter> {
    const { db } = this.world;
    const now = this.world.now();
    const [budget, pace] = await Promise.all([readDataBudget(db, now), readPace(db)]);
    return new Meter(this.world, leftToday(budget), paceNow(pace, now));
  }

  async #settle(file: FileCopy, outcome: Outcome, bytes: ArrayBuffer): Promise<void> {
    switch (outcome.type) {
      case 'done':
        return this.#put(file, (copy) => ({
          ...omit(copy, 'uploadUrl', 'nextTry', 'errorCode'),
          ...{ state: 'central', sent: copy.size, failures: 0 },
        }));
      case 'stopped':
        return;
      case 'cut':
        return this.#rest(file, 'offline');
      case 'unjudged':
        return this.#rest(file, outcome.code);
      case 'refused':
        return this.#refused(file, outcome.code, bytes);
    }
  }

  async #refused(file: FileCopy, code: string, bytes: ArrayBuffer): Promise<void> {
    if (code === 'file-hash-differs') {
      const isDamagedHere = (await sha256Of(bytes)) !== file.sha256;
      if (isDamagedHere) return this.#fail(file, 'file-lost');
      return file.failures + 1 >= MOST_DAMAGES ? this.#fail(file, code) : this.#rest(file, code, true);
    }
    return permanent.has(code) ? this.#fail(file, code) : this.#rest(file, code);
  }

  #rest(file: FileCopy, errorCode: string, fromTheStart = false): Promise<void> {
    const failures = file.failures + 1;
    const nextTry = this.world.now() + pauseAfter(failures, this.world.random());
    return this.#put(file, (copy) => ({
      ...(fromTheStart ? { ...omit(copy, 'uploadUrl'), sent: 0 } : copy),
      ...{ failures, nextTry, errorCode },
    }));
  }

  #fail(file: FileCopy, errorCode: string): Promise<void> {
    return this.#put(file, (copy) => ({ ...omit(copy, 'uploadUrl', 'nextTry'), state: 'failed', errorCode }));
  }

  /** Writes the transfer only: other changes to the copy in the meantime stay. */
  async #put(file: FileCopy, change: (copy: FileCopy) => FileCopy): Promise<void> {
    const { db } = this.world;
    await db.transaction('rw', db.fileCopies, async () => {
      const copy = await db.fileCopies.get(file.sha256);
      if (copy) await db.fileCopies.put(change(copy));
    });
  }
}

/** Trying again would change nothing until a person does something. */
const permanent = new Set([
  'file-too-large',
  'file-kind-differs',
  'file-kind-refused',
  'file-kind-not-taken',
  'not-allowed',
]);
