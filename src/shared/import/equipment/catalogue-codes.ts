/** Catalogue items by their code. Two lists of a programme may use one code for two models: then the list is named with it. */
import type { CatalogueItem } from '../../domain/catalogue-item';
import { identityKey } from '../../same-identity';

export interface CatalogueCodes {
  /** the code, with its list where the code alone would not do */
  label: (item: CatalogueItem) => string;
  /** those in use that a text can mean; retired ones where there are none */
  meant: (text: string) => readonly CatalogueItem[];
  byId: ReadonlyMap<string, CatalogueItem>;
}

const longLabel = ({ subCatalogue, code }: CatalogueItem): string => `${subCatalogue} / ${code}`;

export function catalogueCodes(catalogue: readonly CatalogueItem[]): CatalogueCodes {
  const byId = new Map(catalogue.map((item) => [item.id, item]));
  const byText = new Map<string, CatalogueItem[]>();
  for (const item of catalogue)
    for (const key of new Set([item.code, longLabel(item)].map(identityKey)))
      byText.set(key, [...(byText.get(key) ?? []), item]);
  const ofCode = ({ code }: CatalogueItem): CatalogueItem[] => byText.get(identityKey(code)) ?? [];
  return {
    byId,
    label: (item) => (ofCode(item).length > 1 ? longLabel(item) : item.code),
    meant: (text) => {
      const exact = byId.get(text.trim());
      if (exact) return [exact];
      const fits = byText.get(identityKey(text)) ?? [];
      const inUse = fits.filter(({ deletedAt }) => deletedAt === undefined);
      return inUse.length > 0 ? inUse : fits.slice(0, 1);
    },
  };
}
