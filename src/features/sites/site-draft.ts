/** A site as it is typed: the fields that are still missing, and the codes that are taken. */
import type { NewSite } from '../../central-api/sites';
import { isGivenId } from '#shared/commands/given-id';
import type { Issue } from '#shared/result';

export interface StoreDraft {
  /** for the form only */
  key: number;
  code: string;
  name: string;
  /** that it has in mSupply; a draft of before has none */
  id?: string;
}

export interface SiteDraft {
  code: string;
  name: string;
  stores: readonly StoreDraft[];
}

export const blankStore = (key: number): StoreDraft => ({ key, code: '', name: '' });
export const blankSite: SiteDraft = { code: '', name: '', stores: [blankStore(1)] };

export const withStore = (stores: readonly StoreDraft[]): StoreDraft[] => [
  ...stores,
  blankStore(Math.max(0, ...stores.map(({ key }) => key)) + 1),
];

/** The new site as central receives it. */
export const toNewSite = ({ code, name, stores }: SiteDraft): NewSite => ({
  code: code.trim(),
  name: name.trim(),
  stores: stores.map(({ id = '', ...store }) => ({
    ...(id.trim() !== '' && { id: id.trim() }),
    code: store.code.trim(),
    name: store.name.trim(),
  })),
});

/** The faults that show without asking central; the fields are named as central names them: `code`, `stores.0.code`. */
export function siteIssues({ code, name, stores }: NewSite): Issue[] {
  return [...missing('code', code), ...missing('name', name), ...storeIssues(stores)];
}

export function storeIssues(stores: NewSite['stores']): Issue[] {
  return stores.flatMap(({ id, code, name }, at) => {
    const earlier = stores
      .slice(0, at)
      .some((store) => code !== '' && store.code.toLowerCase() === code.toLowerCase());
    return [
      ...(id === undefined || isGivenId(id)
        ? []
        : [{ code: 'id-not-valid', field: `stores.${String(at)}.id` } as const]),
      ...missing(`stores.${String(at)}.code`, code),
      ...missing(`stores.${String(at)}.name`, name),
      ...(earlier
        ? [{ code: 'code-twice', field: `stores.${String(at)}.code`, data: { code } } as const]
        : []),
    ];
  });
}

const missing = (field: string, text: string): Issue[] =>
  text === '' ? [{ code: 'missing-field', field }] : [];
