/**
 * Another server under another address: the one from before a restore, which somebody forgot to stop, and which goes on with what it has; or
 * one that works beside the first on the same database.
 */
import { WebSocket } from 'ws';
import type { World as Outside } from '../../src/engine/world';
import type { Central, CentralOptions } from '../../server/start-central';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { startTestCentral } from '../sync/engines';
import type { Restored } from '../sync/restored';
import { Traffic } from '../sync/traffic';

/** Its clock, and its own folder. */
type Settings = Required<Pick<CentralOptions, 'now' | 'dataDir'>>;

export class SecondCentral {
  readonly #traffic: Traffic;

  private constructor(
    readonly central: Central,
    readonly database: CentralDatabase,
    private readonly first: string,
  ) {
    this.#traffic = new Traffic(central);
  }

  /** From the programme as it is at this moment. */
  static async start(programme: Restored<CentralDatabase>, settings: Settings): Promise<SecondCentral> {
    const { keeping } = programme;
    const database = await keeping.open(await keeping.asIs(programme.database));
    return SecondCentral.#on(database, programme, settings);
  }

  /** Undefined where only one server can work on a database. */
  static async beside(
    programme: Restored<CentralDatabase>,
    settings: Settings,
  ): Promise<SecondCentral | undefined> {
    const database = await programme.keeping.openBeside?.(programme.database);
    return database && SecondCentral.#on(database, programme, settings);
  }

  static async #on(
    database: CentralDatabase,
    { central: first }: Pick<Restored<CentralDatabase>, 'central'>,
    settings: Settings,
  ): Promise<SecondCentral> {
    const central = await startTestCentral(database, 0, settings);
    return new SecondCentral(central, database, new URL(first.origin).host);
  }

  /** What a device reaches it by that believes that it reaches the first one. */
  reached(): Pick<Outside, 'fetch' | 'WebSocket'> {
    const here = new URL(this.central.origin).host;
    const moved = (address: string): string => address.replace(this.first, here);
    class Moved extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(moved(String(address)), protocols);
      }
    }
    return {
      fetch: (input, init) => fetch(moved(input instanceof Request ? input.url : String(input)), init),
      WebSocket: Moved as unknown as typeof globalThis.WebSocket,
    };
  }

  quiet = (): Promise<void> => this.#traffic.over();

  stop = (): Promise<void> => this.central.close();
}
