/** What a person has chosen of a status so far, and what it will say once it is saved. */
import type { StatusInput } from '#shared/commands/update-status';
import { isFunctionalStatus, type FunctionalStatus } from '#shared/domain/functional-status';
import type { StatusReason } from '#shared/domain/status-reason';
import { instantOf } from '../../../page/local-time';

export interface StatusDraft {
  functionalStatus: FunctionalStatus | '';
  reasonId: string;
  comment: string;
  /** now: the moment it is saved; earlier: `loggedAt` */
  when: 'now' | 'earlier';
  /** local date and time, `YYYY-MM-DDTHH:mm` */
  loggedAt: string;
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

/** A time that is wanted and not given stays blank text, which the rules refuse. */
export function statusInput(draft: StatusDraft): StatusInput {
  return {
    ...(draft.functionalStatus !== '' && { functionalStatus: draft.functionalStatus }),
    ...(draft.reasonId !== '' && { reasonId: draft.reasonId }),
    ...(draft.comment.trim() !== '' && { comment: draft.comment }),
    ...(draft.when === 'earlier' && { loggedAt: instantOf(draft.loggedAt) ?? '' }),
  };
}

export const isTouched = (draft: StatusDraft): boolean =>
  draft.functionalStatus !== '' || draft.comment.trim() !== '' || draft.when === 'earlier';
