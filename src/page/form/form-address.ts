/** The addresses that open a form. */
import type { FormName } from './form-name';
import type { Navigation } from '../navigation';

/** The key of an address that says which form in a dialog is open: `/sites?form=site.add`, `/sites/7?form=store.move~12`. */
const OPEN_FORM = 'form';

/** The address of a form: the page that is shown, and which dialog of it. */
export function formAddress(
  { path, query }: Pick<Navigation, 'path' | 'query'>,
  name: FormName | undefined,
  record = '',
  inDialog = false,
): string {
  const here = new URLSearchParams(query);
  here.delete(OPEN_FORM);
  if (inDialog && name) here.set(OPEN_FORM, record === '' ? name : `${name}~${record}`);
  return here.size > 0 ? `${path}?${here.toString()}` : path;
}

/** The record of the form that the address opens, '' for a new one; undefined: it does not open this form. */
export function openForm({ query }: Pick<Navigation, 'query'>, wanted: FormName): string | undefined {
  const [name, record = ''] = (query.get(OPEN_FORM) ?? '').split('~', 2);
  return name === wanted ? record : undefined;
}

/** An address as a person would keep it: without the form that stands over its page. */
export function withoutForm(query: string): string {
  const kept = new URLSearchParams(query);
  kept.delete(OPEN_FORM);
  return kept.toString();
}

/** A dialog is closed: the address does not open it again. */
export function forgetOpenForm({ query, setQuery }: Pick<Navigation, 'query' | 'setQuery'>): void {
  if (query.has(OPEN_FORM)) setQuery({ [OPEN_FORM]: undefined });
}
