/** The rooms that have somebody in them. */
import type { CentralDatabase } from '../database/port/central-database';
import type { Share } from './wire/compressed-once';
import type { Committed } from './ingest';
import type { Receipts } from './receipts';
import { Room, type Member } from './room';

export class Rooms {
  readonly #database: Pick<CentralDatabase, 'changes' | 'proofs'>;
  readonly #receipts: Pick<Receipts, 'seal'>;
  readonly #share: Share;
  readonly #rooms = new Map<string, Room>();

  constructor(
    database: Pick<CentralDatabase, 'changes' | 'proofs'>,
    receipts: Pick<Receipts, 'seal'>,
    share: Share,
  ) {
    this.#database = database;
    this.#receipts = receipts;
    this.#share = share;
  }

  /** The room of a document, made when it is the first to be asked for. */
  of(document: string): Room {
    const room = this.#rooms.get(document) ?? new Room(document, this.#receipts, this.#share);
    this.#rooms.set(document, room);
    return room;
  }

  /** Enters first and reads the store then, so that no commit falls between. */
  async enter(room: Room, member: Member): Promise<void> {
    room.members.add(member);
    const { document } = room;
    const heads = await this.#database.changes.heads([document]);
    const marks = await this.#database.proofs.marks([document]);
    room.know(heads.get(document) ?? new Map(), marks.get(document)?.values() ?? []);
  }

  leave(room: Room, member: Member): void {
    room.members.delete(member);
    if (room.members.size === 0 && this.#rooms.get(room.document) === room) this.#rooms.delete(room.document);
  }

  publish(committed: Committed): void {
    this.#rooms.get(committed.document)?.publish(committed);
  }
}
