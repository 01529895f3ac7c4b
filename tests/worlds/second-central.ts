/** The server from before a restore, which somebody forgot to stop: it goes on with what it has, under another address. */
import { WebSocket } from 'ws';
import type { World as Outside } from '../../src/engine/world';
import type { Central } from '../../server/start-central';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { copyAsIs, openTestDatabase } from '../support/database';
import { startTestCentral } from '../sync/engines';
import type { Restored } from '../sync/restored';

export class SecondCentral {
  private constructor(
    readonly central: Central,
    readonly database: SqliteDatabase,
    private readonly first: string,
  ) {}

  /** From the programme as it is at this moment. */
  static async start(programme: Restored, now: () => number): Promise<SecondCentral> {
    const database = await openTestDatabase(copyAsIs(programme.database));
    const central = await startTestCentral(database, 0, { now });
    return new SecondCentral(central, database, new URL(programme.central.origin).host);
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

  stop = (): Promise<void> => this.central.close();
}
