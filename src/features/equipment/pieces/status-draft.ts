/** A person's draft of a status, and the record that it becomes once it is saved. */
import type { StatusInput } from '#shared/commands/update-status';
import { isFunctionalStatus, type FunctionalStatus } from '#shared/domain/functional-status';
import type { StatusReason } from '#shared/domain/status-reason';
import { instantOf, localDay } from '../../../page/local-time';

export type When = 'now' | 'morning' | 'yesterday' | 'earlier';

/** The time of a draft. */
export interface WhenDraft {
  /** now: the moment it is saved; else `loggedAt` */
  when: When;
  /** local date and time, `YYYY-MM-DDTHH:mm` */
  loggedAt: string;
}

export interface StatusDraft extends WhenDraft {
  functionalStatus: FunctionalStatus | '';
  reasonId: string;
  comment: string;
}

export const blankStatusDraft: StatusDraft = {
  functionalStatus: '',
  reasonId: '',
  comment: '',
  when: 'now',
  loggedAt: '',
};

/** The fields of the form that show their own issues. */
export const statusFields: readonly string[] = ['functionalStatus', 'reasonId', 'comment', 'loggedAt'];

export const readStatus = (text: string): FunctionalStatus | '' => (isFunctionalStatus(text) ? text : '');

/** The reasons that may be chosen for a status: only its own, none that was retired. */
export const reasonsFor = (reasons: readonly StatusReason[], status: FunctionalStatus | ''): StatusReason[] =>
  reasons
    .filter((reason) => reason.functionalStatus === status && reason.deletedAt === undefined)
    .sort((a, b) => a.reason.localeCompare(b.reason));

/** Another status has other reasons: the one chosen before is let go. */
export const withStatus = (draft: StatusDraft, status: FunctionalStatus | ''): StatusDraft =>
  draft.functionalStatus === status ? draft : { ...draft, functionalStatus: status, reasonId: '' };

/** The hour from which "this morning" is a time that has passed for sure. */
const MORNING_FROM = 10;
const day = 86_400_000;

/** The times that one tap chooses. `now`: central's time, milliseconds. */
export const whensAt = (now: number): readonly When[] =>
  new Date(now).getHours() >= MORNING_FROM
    ? ['now', 'morning', 'yesterday', 'earlier']
    : ['now', 'yesterday', 'earlier'];

/** A part of a day stands for an hour in the middle of it, which the form shows. */
export function withWhen<Draft extends WhenDraft>(draft: Draft, when: When, now: number): Draft {
  if (when === 'morning') return { ...draft, when, loggedAt: `${localDay(now)}T08:00` };
  if (when === 'yesterday') return { ...draft, when, loggedAt: `${localDay(now - day)}T12:00` };
  return { ...draft, when, loggedAt: '' };
}

export const readWhen = (text: string): When =>
  text === 'morning' || text === 'yesterday' || text === 'earlier' ? text : 'now';

/** The instant of a draft. A time that is wanted and not given stays blank text, which the rules refuse. */
export const whenInput = ({ when, loggedAt }: WhenDraft): { loggedAt?: string } =>
  when === 'now' ? {} : { loggedAt: instantOf(loggedAt) ?? '' };

export function statusInput(draft: StatusDraft): StatusInput {
  return {
    ...(draft.functionalStatus !== '' && { functionalStatus: draft.functionalStatus }),
    ...(draft.reasonId !== '' && { reasonId: draft.reasonId }),
    ...(draft.comment.trim() !== '' && { comment: draft.comment }),
    ...whenInput(draft),
  };
}

export const isTouched = (draft: StatusDraft): boolean =>
  draft.functionalStatus !== '' || draft.comment.trim() !== '' || draft.loggedAt !== '';
