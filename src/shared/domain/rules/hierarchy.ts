/** Class, category and type must hang together, on an asset and on a catalogue item alike. */
import type { Issue } from '../../result';
import type { RowReader } from './rows';

export interface Classification {
  classId: string;
  categoryId: string;
  typeId: string;
}

export async function classificationIssues(
  classification: Classification,
  rows: RowReader,
): Promise<Issue[]> {
  const issues: Issue[] = [];
  const category =
    classification.categoryId === '' ? undefined : await rows.get('assetCategory', classification.categoryId);
  const type = classification.typeId === '' ? undefined : await rows.get('assetType', classification.typeId);
  if (classification.categoryId !== '' && !category)
    issues.push({ code: 'unknown-category', field: 'categoryId' });
  if (classification.typeId !== '' && !type) issues.push({ code: 'unknown-type', field: 'typeId' });
  if (category && category.classId !== classification.classId)
    issues.push({ code: 'category-not-of-class', field: 'categoryId' });
  if (type && type.categoryId !== classification.categoryId)
    issues.push({ code: 'type-not-of-category', field: 'typeId' });
  return issues;
}
