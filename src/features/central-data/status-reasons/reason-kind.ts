/** Status reasons as the pages of central data know them. */
import { pathOf } from '../pieces/record-address';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { FieldSpec } from '../record/field-spec';
import type { Kind } from '../record/kind';
import type { Words } from '../../../words/words.svelte';

const path = pathOf('statusReason');

export const reasonKind: Kind<'statusReason'> = {
  entity: 'statusReason',
  path,
  listedAt: path,
  name: ({ reason }) => reason,
  words: {
    list: 'status-reasons.title',
    add: 'status-reasons.add',
    addTitle: 'status-reasons.addTitle',
    triedAdd: 'status-reasons.triedAdd',
  },
  dependants: () => Promise.resolve([]),
  used: 'statusReason',
};

export const reasonFields = (words: Words): FieldSpec[] => [
  {
    name: 'functionalStatus',
    label: 'status-reasons.status',
    kind: 'choice',
    required: true,
    options: functionalStatuses.map((value) => ({ value, label: words.t(`status.${value}`) })),
  },
  {
    name: 'reason',
    label: 'status-reasons.reason',
    hint: 'status-reasons.reasonHint',
    kind: 'text',
    required: true,
  },
  {
    name: 'commentsRequired',
    label: 'status-reasons.commentsRequired',
    hint: 'status-reasons.commentsHint',
    kind: 'yes-no',
    required: true,
  },
];
