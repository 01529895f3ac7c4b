/** The sources that the engine listens to: the outbox, the identity and the files, written by any tab; signals from around it; the time. */
import { liveQuery } from 'dexie';
import { formatHlc } from '#shared/change/hlc';
import { keepStatuses } from '../replica/changes/due-statuses';
import { readTransferSettings } from '../replica/files/transfer-settings';
import { unsentFiles } from '../replica/files/waiting-files';
import { standOf, type FilesStand } from './files-step';
import type { World, WorldSignal } from './world';

interface Watchers {
  signal(heard: WorldSignal): void;
  /** this browser joined, signed in, or is another device now; or it joined once more and has another token */
  identity(): void;
  /** a change later than all before waits; its store, or undefined for central data */
  owed(storeId: string | undefined): void;
  files(stand: FilesStand): void;
  /** a move within the site was asked for */
  moveAsked(): void;
}

export class Watch {
  readonly #stops: (() => void)[];

  constructor({ db, onSignal, after }: Pick<World, 'db' | 'onSignal' | 'after'>, watchers: Watchers) {
    let newest = '';
    let who: string | undefined;
    let isFirst = true;
    const outbox = liveQuery(async () => {
      const entry = await db.outbox.orderBy('hlc').last();
      // the last one seen was from the future: this device's clock was put right since, or it had been written over a value from there
      if (entry && entry.hlc < newest && (await lastTime(db)) < newest) newest = '';
      return entry;
    }).subscribe((entry) => {
      // a change that is taken back and waits once more is not news: it must not cut the wait between two tries short
      if (!entry || entry.hlc <= newest) return;
      newest = entry.hlc;
      watchers.owed(entry.storeId);
    });
    const identity = liveQuery(() => db.identity.get('me')).subscribe((record) => {
      const now = record?.kind === 'site' ? record.deviceToken : record?.deviceId;
      const isNews = !isFirst && now !== who;
      isFirst = false;
      who = now;
      if (isNews) watchers.identity();
    });
    const files = liveQuery(async () =>
      standOf(await unsentFiles(db), (await readTransferSettings(db)).isPaused),
    ).subscribe((stand) => watchers.files(stand));
    const known = new Set<string>();
    const moves = liveQuery(() => db.askedMoves.toArray()).subscribe((asked) => {
      const isNews = asked.some(({ id }) => !known.has(id));
      for (const { id } of asked) known.add(id);
      if (isNews) watchers.moveAsked();
    });
    this.#stops = [
      () => moves.unsubscribe(),
      () => files.unsubscribe(),
      () => outbox.unsubscribe(),
      () => identity.unsubscribe(),
      onSignal(watchers.signal),
      keepStatuses(db, after),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}

/** The time of the last change that this device wrote by its own clock. */
async function lastTime(db: World['db']): Promise<string> {
  const author = await db.author.get('me');
  return author ? formatHlc({ ...author.clock, deviceId: author.deviceId }) : '';
}
