/** Saved views of the lists of staff: filters, order and columns under a name. */
import type { ListName } from '#shared/api/view';

export interface SavedView {
  id: string;
  /** the member of staff who saved it */
  userId: string;
  list: ListName;
  name: string;
  /** the query of the list's address, as it stands behind the question mark */
  query: string;
  /** ids of the columns that are shown; none: the usual ones */
  columns: string[];
  /** other members of staff see it too */
  isShared: boolean;
}

export interface ViewBook {
  /** The views of this user, and those that others share, by name. */
  seenBy(userId: string): Promise<SavedView[]>;
  get(id: string): Promise<SavedView | undefined>;
  /** Writes a view, in the place of the one with its id. */
  put(view: SavedView): Promise<void>;
  /** False when there is no such view. */
  remove(id: string): Promise<boolean>;
}
