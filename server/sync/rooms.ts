/** The rooms that have somebody in them. */
import type { ChangeReader } from '../database/port/changes';
import type { Committed } from './ingest';
import { Room, type Member } from './room';

export class Rooms {
  readonly #changes: ChangeReader;
  readonly #rooms = new Map<string, Room>();

  constructor(changes: ChangeReader) {
    this.#changes = changes;
  }

  /** The room of a document, made when it is the first to be asked for. */
  of(document: string): Room {
    const room = this.#rooms.get(document) ?? new Room(document);
    this.#rooms.set(document, room);
    return room;
  }

  /** Enters first and reads the store then, so that no commit falls between. */
  async enter(room: Room, member: Member): Promise<void> {
    room.members.add(member);
    const heads = await this.#changes.heads([room.document]);
    room.know(heads.get(room.document) ?? new Map());
  }

  leave(room: Room, member: Member): void {
    room.members.delete(member);
    if (room.members.size === 0 && this.#rooms.get(room.document) === room) this.#rooms.delete(room.document);
  }

  publish(committed: Committed): void {
    this.#rooms.get(committed.document)?.publish(committed);
  }
}
