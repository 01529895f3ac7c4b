/** Rows of the table of saved views, the same in both databases. */
import { isListName } from '#shared/api/view';
import type { SavedView } from './port/registry-views';

export interface ViewRow {
  id: string;
  user_id: string;
  list: string;
  name: string;
  query: string;
  /** ids with a space between them */
  columns: string;
  shared: number;
}

export const VIEW_COLUMNS = 'id, user_id, list, name, query, columns, shared';

export const toView = ({ id, user_id, list, name, query, columns, shared }: ViewRow): SavedView => ({
  ...{ id, userId: user_id, list: isListName(list) ? list : 'fleet', name, query },
  columns: columns.split(' ').filter(Boolean),
  isShared: shared === 1,
});

export const viewParams = ({
  id,
  userId,
  list,
  name,
  query,
  columns,
  isShared,
}: SavedView): [string, string, string, string, string, string, number] => [
  ...([id, userId, list, name, query, columns.join(' ')] as const),
  isShared ? 1 : 0,
];
