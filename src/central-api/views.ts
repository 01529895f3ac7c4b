/** Saved views of the lists of staff. */
import { nothing } from '#shared/api/nothing';
import { view, viewList, type ListName, type View, type ViewList } from '#shared/api/view';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export interface NewView {
  list: ListName;
  name: string;
  query: string;
  columns: readonly string[];
  shared: boolean;
}

export const listViews = (central: Central): Promise<Result<ViewList>> =>
  call(central, { path: '/api/views' }, viewList);

export const saveView = (central: Central, body: NewView): Promise<Result<View>> =>
  call(central, { method: 'POST', path: '/api/views', body }, view);

export const editView = (
  central: Central,
  id: string,
  body: Partial<Omit<NewView, 'list'>>,
): Promise<Result<View>> =>
  call(central, { method: 'PATCH', path: `/api/views/${encodeURIComponent(id)}`, body }, view);

export const removeView = (central: Central, id: string): Promise<Result<null>> =>
  call(central, { method: 'DELETE', path: `/api/views/${encodeURIComponent(id)}` }, nothing);
