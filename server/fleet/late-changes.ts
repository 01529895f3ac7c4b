/** What is still written at the old place of an asset that was moved follows it: at once, and after a stop at the next start. */
import type { CentralDatabase } from '../database/port/central-database';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { Committed } from '../sync/ingest';
import type { SyncLog, SyncServer } from '../sync/sync-server';
import { concernsOf } from '../sync/offer';
import { copyHistory } from './move-asset';

interface FollowParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'author'>;
  log: Pick<SyncLog, 'error'>;
}

export class LateChanges {
  readonly #moved = new Set<string>();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: () => FollowParts) {}

  /** Looks at all that was moved: a stop may have cut a move, or what followed it. */
  async start(): Promise<void> {
    const { database } = this.parts();
    const moved = await database.changes.moved();
    for (const ref of moved) this.#moved.add(refKey(ref));
    for (const assetId of new Set(await this.#assetsOf(moved))) await copyHistory(this.parts(), assetId);
  }

  /** Told of every commit. */
  stored({ added }: Committed): void {
    const changes = added.flatMap((one) => one.changes.map(({ change }) => change));
    for (const change of changes) if (change.kind === 'asset.move') this.#moved.add(refKey(refOf(change)));
    const late = changes.flatMap(concernsOf).filter((ref) => this.#moved.has(refKey(ref)));
    if (late.length > 0) this.#follow(late);
  }

  /** Resolves when all that was heard of has followed. */
  async idle(): Promise<void> {
    await this.#running;
  }

  #follow(late: readonly EntityRef[]): void {
    this.#running = this.#running.then(async () => {
      try {
        for (const assetId of new Set(await this.#assetsOf(late))) await copyHistory(this.parts(), assetId);
        const moved = await this.parts().database.changes.moved();
        for (const ref of moved) this.#moved.add(refKey(ref));
      } catch (error) {
        this.parts().log.error({ err: error }, 'a late change has not followed its asset yet');
      }
    });
  }

  async #assetsOf(refs: readonly EntityRef[]): Promise<string[]> {
    const { rows } = this.parts().database;
    const found: string[] = [];
    for (const { entity, id } of refs) {
      const file = entity === 'file' ? await rows.row('file', id) : undefined;
      const logId = entity === 'assetLog' ? id : file?.ownerTable === 'assetLog' ? file.ownerId : undefined;
      const log = logId === undefined ? undefined : await rows.row('assetLog', logId);
      const assetId = entity === 'asset' ? id : (log?.assetId ?? file?.ownerId);
      if (assetId !== undefined) found.push(assetId);
    }
    return found;
  }
}
