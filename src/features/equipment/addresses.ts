/**
 * The addresses of an asset's pages. Beside the list they carry the list's filters, so that it stays as it is. After a new
 * status people look at the statuses, whichever tab they came from.
 */
export const assetAddress = (
  id: string,
  list: URLSearchParams,
  page: '' | '/edit' | '/status' = '',
): string => withList(`/assets/${id}${page}`, page === '/status' ? withoutTab(list) : list);

/** Where a person goes on after adding an asset: to its page, or to the round in which its label was unknown. */
export function addressAfterAdding(id: string, from: URLSearchParams): string {
  if (!from.has('round')) return `/assets/${id}`;
  const read = from.get('label') ?? from.get('serial') ?? '';
  return `/scan/round?${new URLSearchParams({ added: id, read })}`;
}

export const listAddress = (list: URLSearchParams): string => withList('/assets', withoutTab(list));

function withoutTab(list: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams(list);
  query.delete('tab');
  return query;
}

const withList = (path: string, list: URLSearchParams): string => (list.size > 0 ? `${path}?${list}` : path);
