/** Questions that many rows raise, each asked once: which item or store a text means, a comment without a status, a reason that lacks. */
import type { ImportedAsset } from '../../commands/import-asset';
import type { PlannedRow } from '../planned';
import { answerName, answerTo, type Question } from '../reading/answers';
import { commentAnswers } from './read-status';
import type { EquipmentContext } from './row-in-hand';

type Rows = readonly PlannedRow<ImportedAsset>[];

export function rowQuestions(context: EquipmentContext, rows: Rows, raised: readonly Question[]): Question[] {
  return [...once(raised), ...commentQuestion(context, rows), ...reasonQuestion(context, rows)];
}

function once(raised: readonly Question[]): Question[] {
  const found = new Map<string, Question>();
  for (const question of raised) {
    const name = answerName(question);
    const before = found.get(name);
    found.set(name, { ...(before ?? question), rows: (before?.rows ?? 0) + 1 });
  }
  return [...found.values()];
}

const withCode = (rows: Rows, codes: readonly string[]): Rows =>
  rows.filter(({ issues }) => issues.some(({ code }) => codes.includes(code)));

function commentQuestion({ answers }: EquipmentContext, rows: Rows): Question[] {
  const waiting = withCode(rows, ['comment-alone', 'reason-alone']);
  const answer = answerTo(answers, { code: 'comment-status' });
  const [first] = waiting;
  if (!first && answer === undefined) return [];
  return [
    {
      ...{ code: 'comment-status', choices: commentAnswers, rows: waiting.length },
      ...(first && { line: first.line }),
      ...(answer !== undefined && { answer }),
    },
  ];
}

function reasonQuestion({ answers, data }: EquipmentContext, rows: Rows): Question[] {
  const waiting = withCode(rows, ['reason-missing']);
  const answer = answerTo(answers, { code: 'reason', column: 'reason' });
  const [first] = waiting;
  if (!first && answer === undefined) return [];
  const reasons = data.reasons
    .filter(
      ({ functionalStatus, deletedAt }) => functionalStatus === 'NOT_FUNCTIONING' && deletedAt === undefined,
    )
    .map(({ reason }) => reason);
  return [
    {
      ...{ code: 'reason', column: 'reason', choices: [...reasons, 'leave-out'], rows: waiting.length },
      ...(first && { line: first.line }),
      ...(answer !== undefined && { answer }),
    },
  ];
}
