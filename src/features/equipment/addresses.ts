/** The addresses of an asset's pages. Beside the list they carry the list's filters, so that it stays as it is. */
export const assetAddress = (
  id: string,
  list: URLSearchParams,
  page: '' | '/edit' | '/status' = '',
): string => withList(`/assets/${id}${page}`, list);

export const listAddress = (list: URLSearchParams): string => withList('/assets', list);

const withList = (path: string, list: URLSearchParams): string => (list.size > 0 ? `${path}?${list}` : path);
