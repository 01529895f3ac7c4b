/** The one door to all rules: what is wrong with a row. Commands refuse with it, central flags with it. */
import type { Issue } from '../../result';
import type { EntityName, RowOf } from '../entities';
import { assetIssues } from './asset';
import { assetLogIssues } from './asset-log';
import {
  assetCategoryIssues,
  assetTypeIssues,
  catalogueItemIssues,
  packVariantIssues,
  plainIssues,
  programmeSettingsIssues,
} from './central-data';
import { nameIssues } from './known-by';
import { missingFields } from './missing';
import type { RowReader } from './rows';
import { tooLongFields } from './too-long';

type Rule<E extends EntityName> = (row: RowOf<E>, rows: RowReader, now: number) => Promise<Issue[]>;

const rules: { [E in EntityName]: Rule<E> } = {
  asset: assetIssues,
  assetLog: assetLogIssues,
  file: (row) => Promise.resolve(missingFields('file', row)),
  round: (row) => Promise.resolve(missingFields('round', row)),
  catalogueItem: catalogueItemIssues,
  statusReason: (row) => plainIssues('statusReason', row),
  packVariant: packVariantIssues,
  item: (row) => plainIssues('item', row),
  assetClass: (row) => plainIssues('assetClass', row),
  assetCategory: assetCategoryIssues,
  assetType: assetTypeIssues,
  assetProperty: (row) => plainIssues('assetProperty', row),
  programmeSettings: programmeSettingsIssues,
  region: (row) => plainIssues('region', row),
  facility: (row) => Promise.resolve(missingFields('facility', row)),
};

/** Everything that is wrong with a row by the rules of the domain; `now` is central's time in milliseconds. */
export async function issuesOf<E extends EntityName>(
  entity: E,
  row: RowOf<E>,
  rows: RowReader,
  now: number,
): Promise<Issue[]> {
  const rule: Rule<E> = rules[entity];
  return [
    ...tooLongFields(entity, row),
    ...(await rule(row, rows, now)),
    ...(await nameIssues(entity, row, rows)),
  ];
}
