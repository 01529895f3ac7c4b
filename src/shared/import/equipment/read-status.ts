/** Reads the status of a row's equipment, where that is news: a log is written only for something that is not known yet. */
import * as z from 'zod/mini';
import type { StatusInput } from '../../commands/update-status';
import { functionalStatus as statusSchema } from '../../domain/fields';
import type { FunctionalStatus } from '../../domain/functional-status';
import type { StatusReason } from '../../domain/status-reason';
import type { CellIssue } from '../import-issue';
import { sameHeading } from '../names/same-heading';
import { answerTo, type Answers } from '../reading/answers';
import type { Value } from '../reading/read-cell';
import type { EquipmentRow } from './equipment-data';

interface StatusRead {
  status?: StatusInput;
  issues: CellIssue[];
}

interface StatusReading {
  said: ReadonlyMap<string, Value>;
  target: EquipmentRow | undefined;
  reasons: readonly StatusReason[];
  answers: Answers;
}

/** The choices for all rows that have a comment or a reason and no status. */
export const commentAnswers = ['known-status', 'leave-out'] as const;

export function readStatus(reading: StatusReading): StatusRead {
  const { said, target, answers } = reading;
  const [reason, comment] = [textOf(said.get('reason')), textOf(said.get('comment'))];
  const isNews =
    (reason !== '' && !isReason(reading, reason)) || (comment !== '' && comment !== (target?.comment ?? ''));
  const read = z.safeParse(statusSchema, said.get('functionalStatus'));
  if (read.success) return withStatus(reading, read.data, reason, comment);
  if (!isNews) return { issues: [] };
  const known =
    answerTo(answers, { code: 'comment-status' }) === 'known-status' ? target?.functionalStatus : undefined;
  if (known) return withStatus(reading, known, reason, comment);
  const column = comment !== '' ? 'comment' : 'reason';
  return { issues: [{ column, code: `${column}-alone` }] };
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** True if the reason is the one that is known already. */
const isReason = ({ target, reasons }: StatusReading, name: string): boolean =>
  reasons.some(({ id, reason }) => id === target?.reasonId && sameHeading(reason) === sameHeading(name));

function withStatus(
  reading: StatusReading,
  status: FunctionalStatus,
  named: string,
  comment: string,
): StatusRead {
  const { target, reasons } = reading;
  const reason = named === '' ? undefined : reasonNamed(named, status, reasons);
  const isKnownReason = named === '' || (reason !== undefined && reason.id === target?.reasonId);
  if (isKnownReason && isKnownOf(target, status, comment)) return { issues: [] };
  const reasonId = named === '' ? unsaidReason(reading, status) : reason?.id;
  return {
    status: { functionalStatus: status, ...present({ reasonId, comment: comment || undefined }) },
    issues: named !== '' && !reason ? [{ column: 'reason', code: 'unknown-reason' }] : [],
  };
}

/** Leaves out the fields that are not given. */
const present = (said: {
  reasonId: string | undefined;
  comment: string | undefined;
}): Partial<StatusInput> => ({
  ...(said.reasonId !== undefined && { reasonId: said.reasonId }),
  ...(said.comment !== undefined && { comment: said.comment }),
});

const isKnownOf = (target: EquipmentRow | undefined, status: FunctionalStatus, comment: string): boolean =>
  target?.functionalStatus === status && (comment === '' || comment === target.comment);

/** The reason where a row names none: the known one while the status stays, else the one that a person chose for all such rows. */
const unsaidReason = (
  { target, reasons, answers }: StatusReading,
  status: FunctionalStatus,
): string | undefined =>
  target?.functionalStatus === status ? target.reasonId : answeredReason(status, reasons, answers);

function reasonNamed(
  name: string,
  status: FunctionalStatus,
  reasons: readonly StatusReason[],
): StatusReason | undefined {
  const fits = reasons.filter(
    ({ functionalStatus, reason }) =>
      functionalStatus === status && sameHeading(reason) === sameHeading(name),
  );
  return fits.find(({ deletedAt }) => deletedAt === undefined) ?? fits[0];
}

/** The one reason that a person chose for all rows that need one and have none. */
function answeredReason(
  status: FunctionalStatus,
  reasons: readonly StatusReason[],
  answers: Answers,
): string | undefined {
  const answer = answerTo(answers, { code: 'reason', column: 'reason' });
  return reasons.find(
    ({ id, functionalStatus, reason, deletedAt }) =>
      functionalStatus === status && deletedAt === undefined && (reason === answer || id === answer),
  )?.id;
}
