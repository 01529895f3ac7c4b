/**
 * Records the findings of a round (rule N1). A round of more pieces than one change can hold becomes several records, each with
 * its share.
 */
import type { Draft } from '../change/change';
import type { Round } from '../domain/round';
import { accepted, refused } from '../result';
import { takes, type Command } from './command';

export type FinishedRound = Omit<Round, 'id' | 'userId' | 'expected'>;

/** Ids of pieces in one record: 36 characters each, well within the limit of a change. */
const MOST = 600;

const lists = ['found', 'missing', 'unexpected'] as const;

/** Refuses with `store-not-here`. */
export const finishRound: Command<FinishedRound> = takes('record-status', (_rows, round, context) => {
  if (!context.storeIds.includes(round.storeId)) return Promise.resolve(refused({ code: 'store-not-here' }));
  return Promise.resolve(accepted(sharesOf(round).map((share) => draftOf(share, context.newId()))));
});

const draftOf = (round: FinishedRound, entityId: string): Draft => {
  const { location, unknownLabels, ...said } = round;
  return {
    kind: 'round.finish',
    entityId,
    patch: {
      ...said,
      // derived numbers are written too where there is room, for readers of changes alone
      ...(round.found.length + round.missing.length <= MOST / 2 && {
        expected: [...round.found, ...round.missing],
      }),
      ...(location !== undefined && location !== '' && { location }),
      ...(unknownLabels !== undefined && { unknownLabels }),
    },
  };
};

function sharesOf(round: FinishedRound): FinishedRound[] {
  const all = lists.flatMap((list) => round[list].map((id) => ({ list, id })));
  const shares: FinishedRound[] = [];
  for (let first = 0; first === 0 || first < all.length; first += MOST) {
    const some = all.slice(first, first + MOST);
    const of = (wanted: string) => some.flatMap(({ list, id }) => (list === wanted ? [id] : []));
    const { unknownLabels, ...rest } = round;
    shares.push({
      ...{ ...rest, found: of('found'), missing: of('missing'), unexpected: of('unexpected') },
      ...(first === 0 && unknownLabels !== undefined && { unknownLabels }),
    });
  }
  return shares;
}
