/** Class, category and type must hang together, on an asset and on a catalogue item alike. */
import type { Issue } from '../../result';
import type { RowReader } from './rows';

export interface Place {
  classId: string;
  categoryId: string;
  typeId: string;
}

export async function placeIssues(place: Place, rows: RowReader): Promise<Issue[]> {
  const issues: Issue[] = [];
  const category = place.categoryId === '' ? undefined : await rows.get('assetCategory', place.categoryId);
  const type = place.typeId === '' ? undefined : await rows.get('assetType', place.typeId);
  if (place.categoryId !== '' && !category) issues.push({ code: 'unknown-category', field: 'categoryId' });
  if (place.typeId !== '' && !type) issues.push({ code: 'unknown-type', field: 'typeId' });
  if (category && category.classId !== place.classId)
    issues.push({ code: 'category-not-of-class', field: 'categoryId' });
  if (type && type.categoryId !== place.categoryId)
    issues.push({ code: 'type-not-of-category', field: 'typeId' });
  return issues;
}
