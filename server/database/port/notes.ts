/** Short notes that all processes on one database share: each a JSON object, under a name. */
import type { JsonObject } from '#shared/json';

export interface SharedNotes {
  read(name: string): Promise<JsonObject | undefined>;
  /** Fields that the note has and the news do not name stay. */
  add(name: string, news: JsonObject): Promise<void>;
}
