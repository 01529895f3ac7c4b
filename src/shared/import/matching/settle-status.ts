/** Settles the status and the reason that the words of a row stand for. A reason that nobody has words for goes into the comment. */
import { functionalStatuses, type FunctionalStatus } from '../../domain/functional-status';
import type { StatusReason } from '../../domain/status-reason';
import { statusNamed } from '../names/cell-words';
import { sameHeading } from '../names/same-heading';
import { asValue, type Doubt } from './asked-values';
import type { OpenRow } from './row-texts';
import { keepOut, once, type Settling } from './settling';
import { SimilarNames } from './similar-names';
import { statusGuess } from './status-guesses';

/** The answers that are no status and no reason: the row has no status; its reason becomes a comment. */
export const NOTHING = 'nothing';
export const AS_COMMENT = 'comment';

const isText = (name: unknown): name is string => typeof name === 'string';
const isInUse = ({ deletedAt }: StatusReason): boolean => deletedAt === undefined;

/** A status, or a status and its reason with a colon between them. */
export function settleStatus(settling: Settling, row: OpenRow): void {
  const { data, asked } = settling;
  const text = row.text('functionalStatus');
  if (text === '' || statusNamed(text)) return;
  const value = asValue([text]);
  const doubt = once(settling, `status ${value}`, (): Doubt => ({
    about: { code: 'value', column: 'functionalStatus', value },
    guess: statusGuess(text),
    choices: [
      ...functionalStatuses.map((answer) => ({ answer })),
      ...data.reasons.filter(isInUse).map(({ id, functionalStatus, reason }) => ({
        answer: `${functionalStatus}:${id}`,
        label: reason,
      })),
      { answer: NOTHING },
    ],
  }));
  const answer = asked.ask(doubt, row.line);
  if (answer === NOTHING) return row.put('functionalStatus', '');
  const [said, reasonId] = (answer ?? '').split(':');
  const status = functionalStatuses.find((one) => one === said);
  if (!status) return keepOut(row, 'functionalStatus', answer);
  row.put('functionalStatus', status);
  const reason = data.reasons.find(({ id }) => id === reasonId);
  if (reason && row.text('reason') === '') row.put('reason', reason.reason);
}

/** After the status: a reason belongs to one. */
export function settleReason(settling: Settling, row: OpenRow): void {
  const { data, asked } = settling;
  const text = row.text('reason');
  if (text === '') return;
  const status = statusNamed(row.text('functionalStatus'));
  const value = asValue([text]);
  const { named, doubt } = once(settling, `reason ${value}`, () => lookForReason(data.reasons, text, value));
  const own = named.find(({ functionalStatus }) => status === undefined || functionalStatus === status);
  if (own) return row.put('reason', own.reason);
  if (row.text('functionalStatus') === '' && row.text('id') === '') return;
  const answer = named.length > 0 ? AS_COMMENT : asked.ask(doubt, row.line);
  const reason = data.reasons.find(({ id }) => id === answer);
  if (!reason && answer !== AS_COMMENT) return keepOut(row, 'reason', answer);
  if (reason && fits(reason, status)) row.put('reason', reason.reason);
  else toComment(row, text);
}

const fits = ({ functionalStatus }: StatusReason, status: FunctionalStatus | undefined): boolean =>
  status === undefined || functionalStatus === status;

function toComment(row: OpenRow, text: string): void {
  const comment = row.text('comment');
  row.put('reason', '');
  row.put('comment', comment === '' || comment === text ? text : `${comment} (${text})`);
}

function lookForReason(
  reasons: readonly StatusReason[],
  text: string,
  value: string,
): { named: StatusReason[]; doubt: Doubt } {
  const inUse = reasons.filter(isInUse);
  const names = inUse.flatMap((reason) =>
    [reason.reason, ...Object.values(reason.nameIn ?? {})]
      .filter(isText)
      .map((name) => [sameHeading(name), reason] as const),
  );
  const named = names.filter(([name]) => name === sameHeading(text)).map(([, reason]) => reason);
  const [best] = new SimilarNames(names).find(sameHeading(text), 0.5);
  return {
    named: [...new Set(named)],
    doubt: {
      about: { code: 'value', column: 'reason', value },
      choices: [...inUse.map(({ id, reason }) => ({ answer: id, label: reason })), { answer: AS_COMMENT }],
      guess: best?.of.id ?? AS_COMMENT,
    },
  };
}
