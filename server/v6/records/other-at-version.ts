/** The records that a site is sent otherwise once it is of another version, beyond what its program puts right itself. Pure. */
import type { AnyRow, EntityName } from '#shared/domain/entities';
import { equalJson } from '#shared/json';
import type { Translation, Upgrade, Written } from '../door';
import { isFrom } from '../wire/site-version';

/** From 2.16 on a site holds that a reason demands a comment. */
const COMMENTS = 16;

/** The versions 2.x from which on sites hold more of these. */
const steps: Partial<Record<EntityName, readonly number[]>> = {
  statusReason: [4, COMMENTS],
  packVariant: [1, 4],
  assetProperty: [18],
  asset: [1, 16],
  assetLog: [4],
};

const isBetween = (minor: number, { before, now }: Upgrade): boolean =>
  isFrom(minor, before) !== isFrom(minor, now);

export const entitiesOther = (upgrade: Upgrade): EntityName[] =>
  (Object.keys(steps) as EntityName[]).filter((entity) =>
    steps[entity]?.some((minor) => isBetween(minor, upgrade)),
  );

/** True if a site of the version of now is sent such a record, and of the one before had none, or another. */
export const isOther =
  (write: Translation['write']): Translation['isOther'] =>
  (entity, table, row, { before, now, has }) => {
    const [former, current] = [before, now].map((version) => write(entity, table, row, { version, has }));
    if (!current || 'withheld' in current) return false;
    if (!former || 'withheld' in former) return true;
    if (entity === 'asset') return hasMore(former, current);
    if (demandsComment(row) && isBetween(COMMENTS, { before, now })) return true;
    // the type of a log is put right at the site
    return entity === 'assetLog'
      ? former.without?.join() !== current.without?.join()
      : !isSame(former, current);
  };

/** Whatever the order of their fields. */
const isSame = (former: Written, current: Written): boolean =>
  equalJson(former.data, current.data) &&
  former.recordId === current.recordId &&
  former.without?.join() === current.without?.join();

/** A field that the version before had not is blank at a site that was upgraded. */
const hasMore = (former: Written, { data }: Written): boolean =>
  Object.entries(data).some(([name, value]) => !(name in former.data) && value !== null && value !== false);

const demandsComment = (row: AnyRow): boolean => 'commentsRequired' in row && row.commentsRequired;
