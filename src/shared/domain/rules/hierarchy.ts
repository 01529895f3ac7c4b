/** Class, category and type must hang together, on an asset and on a catalogue item alike. */
import type { Issue } from '../../result';
import type { RowReader } from './rows';

export interface Classification {
  classId: string;
  categoryId: string;
  typeId: string;
}

/**
 * Vaccine carriers are a type of refrigerators in the rows that every Open mSupply installation is born with, and the models of them
 * there are insulated containers. No site can mend that, so it is no issue.
 */
const CARRIER = '0b7ac91d-6cfa-49bb-bac2-35e7cb31564b';
const CONTAINERS = 'b7eea921-5a14-44cc-b5e0-ea59f2e9cb8d';
const isBornSo = ({ categoryId, typeId }: Classification): boolean =>
  typeId === CARRIER && categoryId === CONTAINERS;

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
  if (type && type.categoryId !== classification.categoryId && !isBornSo(classification))
    issues.push({ code: 'type-not-of-category', field: 'typeId' });
  return issues;
}
