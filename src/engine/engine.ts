/**
 * The engine: one per device. It runs cycles, keeps the connections, and decides the reaction when one ends. It holds nothing
 * that is not in the replica, so that it may be killed at any moment and another take over.
 */
import { freshClientId } from '../central-api/documents';
import { centralOf } from '../central-api/central';
import { changeClientId, readIdentity } from '../replica/identity/identity';
import { forgetMSupply } from '../replica/identity/installation';
import type { Identity } from '../replica/records';
import { storageIssue } from '../replica/storage-issue';
import { AfterUpdate, makeRoom } from './after-update';
import { Alarm } from './alarm';
import { backoff, CYCLE_EVERY_MS } from './backoff';
import { runCycle } from './cycle';
import { Uploader } from './files/uploader';
import { isOfLink, longestWait, MOST_REKEYS, type Ending, type Reaction } from './ending';
import { Endings } from './endings';
import { FilesHold } from './files-hold';
import { haltFor, isAnotherCentral } from './find-central';
import { OpenDocuments } from './open-documents';
import { ProgressBoard, type Board } from './progress-board';
import { ProgressWriter } from './progress-writer';
import { Watch } from './watch';
import type { World, WorldSignal } from './world';

export class Engine {
  readonly #alarm = new Alarm();
  readonly #endings = new Endings();
  readonly #writer: ProgressWriter;
  readonly #links: OpenDocuments;
  readonly #files: Uploader;
  readonly #filesHold: FilesHold;
  readonly #afterUpdate: AfterUpdate;
  #board: ProgressBoard;
  #failures = 0;
  #rekeys = 0;
  /** true after something that only a person can mend */
  #isHalted = false;
  #isStopping = false;
  /** stores of changes that came in the middle of a cycle, which may have sent its calls before them */
  readonly #owedMeanwhile = new Set<string | undefined>();
  /** the device that the connections were opened as */
  #openedAs: string | undefined;

  constructor(private readonly world: World) {
    this.#files = new Uploader(world);
    this.#filesHold = new FilesHold(this.#files, (stand) => this.#board.files(stand));
    this.#afterUpdate = new AfterUpdate(world.db, world.version);
    this.#writer = new ProgressWriter(world);
    this.#board = this.#newBoard();
    this.#links = new OpenDocuments(
      world,
      {
        received: (count) => this.#board.count('pull', count),
        integrated: (count) => this.#board.count('integrate', count),
        settled: (count) => this.#settled(count),
      },
      (document, ending) => this.#ended(document, ending),
    );
  }

  /** Waits for its turn on this device, then works until `signal` says stop. */
  async run(signal: AbortSignal): Promise<void> {
    await this.world.withLock(() => this.#work(signal), signal);
  }

  async #work(signal: AbortSignal): Promise<void> {
    await this.#recall();
    const watch = new Watch(this.world, {
      signal: (heard) => this.#heard(heard),
      identity: () => this.#startAfresh(),
      owed: (storeId) => this.#owed(storeId),
      files: (stand) => this.#filesHold.stand(stand),
      moveAsked: () => this.#tryAgain(),
    });
    const stop = (): void => {
      this.#isStopping = true;
      void this.#links.closeAll();
      this.#alarm.ring();
    };
    signal.addEventListener('abort', stop, { once: true });
    const filesStop = new AbortController();
    const filesEnded = this.#files.run(filesStop.signal);
    try {
      while (!signal.aborted)
        await this.#turn(signal).catch(async (error: unknown) => {
          await this.#retry(storageIssue(error)?.code ?? 'crashed');
        });
    } finally {
      signal.removeEventListener('abort', stop);
      watch.stop();
      filesStop.abort();
      await filesEnded;
      await this.#afterUpdate.ended();
      await this.#links.reset();
      await this.#writer.flush();
    }
  }

  /** Takes over from the former engine of this device: its last success, and the data that an older build could not read. */
  async #recall(): Promise<void> {
    this.#board = this.#newBoard((await this.world.db.progress.get('sync'))?.lastSuccess);
    await this.#afterUpdate.readAgain(this.world.now());
  }

  #newBoard(lastSuccess?: number): ProgressBoard {
    const [now, show] = [() => this.world.now(), (board: Board) => this.#writer.show(board)];
    return new ProgressBoard(now, show, lastSuccess);
  }

  /** One cycle and the wait after it. */
  async #turn(signal: AbortSignal): Promise<void> {
    const identity = await readIdentity(this.world.db);
    if (!identity) {
      this.#afterUpdate.foldAgain(signal);
      return this.#wait(undefined);
    }
    if (this.#openedAs !== identity.deviceId) {
      this.#files.hold(true);
      await this.#links.reset();
    }
    this.#openedAs = identity.deviceId;
    const reaction = this.#endings.take(identity) ?? (await this.#cycle(identity, signal));
    this.#afterUpdate.foldAgain(signal);
    if (!signal.aborted) await this.#react(reaction, identity, signal);
  }

  async #cycle(identity: Identity, signal: AbortSignal): Promise<Reaction> {
    const { held } = this.#endings;
    this.#owedMeanwhile.clear();
    const tools = {
      ...{ world: this.world, board: this.#board, links: this.#links, held, signal },
      found: () => this.#filesHold.hold(undefined),
    };
    const result = await runCycle(tools, identity);
    return (
      this.#endings.take(identity) ??
      (result.ok ? { type: 'none' } : haltFor(result.issues[0].code, identity))
    );
  }

  async #react(reaction: Reaction, identity: Identity, signal: AbortSignal): Promise<void> {
    if ('code' in reaction && isAnotherCentral(reaction.code)) this.#filesHold.hold(reaction.code);
    switch (reaction.type) {
      case 'none':
        return this.#rest();
      case 'hold':
      case 'again': // each time something went to the problems, so it ends
        return;
      case 'rekey':
        return this.#rekey(identity, signal);
      case 'retry':
        return this.#retry(reaction.code);
      case 'pause':
        await this.#links.reset();
        this.#endings.forget();
        return this.#retry(reaction.code);
      case 'stop':
        return this.#halt(reaction.code);
    }
  }

  async #rest(): Promise<void> {
    this.#failures = 0;
    this.#rekeys = 0;
    const held = this.#endings.heldFor;
    if (held === undefined) this.#board.done();
    else this.#board.stopped('attention', held);
    if ([...this.#owedMeanwhile].some((storeId) => !this.#links.takes(storeId))) this.#alarm.ring();
    await this.#wait(CYCLE_EVERY_MS);
  }

  async #retry(code: string): Promise<void> {
    await makeRoom(this.world.db, code);
    this.#failures += 1;
    const pause = backoff(this.#failures, this.world.random(), longestWait(code));
    this.#board.stopped(isOfLink(code) ? 'offline' : 'attention', code, this.world.now() + pause);
    await this.#wait(pause);
  }

  /** Nothing helps but a person, who joins again, updates the app, or asks for another try. */
  async #halt(code: string): Promise<void> {
    this.#isHalted = true;
    await this.#links.reset();
    this.#endings.forget();
    if (code === 'device-revoked') await forgetMSupply(this.world.db);
    this.#board.stopped('attention', code);
    while (this.#isHalted && !this.#isStopping) await this.#wait(undefined);
  }

  /** Takes a new client id, since central refused something under this one; everything is opened again. A link that breaks does not count. */
  async #rekey(identity: Identity, signal: AbortSignal): Promise<void> {
    await this.#links.reset();
    this.#endings.forget();
    if (this.#rekeys >= MOST_REKEYS) return this.#halt('refused');
    const fresh = await freshClientId({ ...centralOf(identity), fetch: this.world.fetch, signal });
    if (!fresh.ok) return this.#retry(fresh.issues[0].code);
    this.#rekeys += 1;
    await changeClientId(this.world.db, fresh.value.clientId);
  }

  async #wait(ms: number | undefined): Promise<void> {
    await this.#writer.flush();
    if (!this.#endings.isEmpty) return;
    await this.#alarm.wait(ms, (delay, run) => this.world.after(delay, run));
  }

  #ended(document: string, ending: Ending): void {
    if (ending.type === 'left') return;
    this.#endings.note(document, ending);
    this.#alarm.nudge();
  }

  #settled(count: number): void {
    // something got through: the next failure is another matter
    if (count > 0) this.#rekeys = 0;
    this.#board.count('push', count);
    if (this.#board.state === 'done') this.#board.done();
  }

  #heard(signal: WorldSignal): void {
    void this.#files.heard(signal).catch(() => undefined);
    if (signal === 'link') return;
    if (signal === 'sync-now') return this.#startAfresh();
    if (signal === 'offline') return this.#links.cut();
    if (signal === 'visible' && this.#board.state === 'done') return;
    this.#tryAgain();
  }

  /** A person asks, or joined: work that was given up is tried again. */
  #startAfresh(): void {
    this.#isHalted = false;
    this.#rekeys = 0;
    this.#endings.release();
    this.#tryAgain();
  }

  #tryAgain(): void {
    this.#failures = 0;
    if (!this.#isHalted) this.#alarm.ring();
  }

  /** Something new waits in the outbox: it goes up at once where its document is open, else with the next cycle, which begins now. */
  #owed(storeId: string | undefined): void {
    this.#links.pump();
    this.#writer.show(this.#board.board);
    if (this.#board.state === 'working') this.#owedMeanwhile.add(storeId);
    else if (!this.#links.takes(storeId)) this.#tryAgain();
  }
}
