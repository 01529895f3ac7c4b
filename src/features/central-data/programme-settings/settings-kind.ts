/** The programme's settings as the pages of central data know them. */
import {
  blankProgrammeSettings,
  PROGRAMME_SETTINGS,
  starterAnswers,
} from '#shared/domain/programme-settings';
import type { FieldSpec } from '../record/field-spec';
import type { Kind } from '../record/kind';

export const settingsKind: Kind<'programmeSettings'> = {
  entity: 'programmeSettings',
  path: '/central-data/programme-settings',
  listedAt: '/central-data',
  only: { ...blankProgrammeSettings, id: PROGRAMME_SETTINGS, conflicts: 0 },
  name: (_row, words) => words.t('programme-settings.title'),
  words: {
    list: 'central-data.title',
    add: 'programme-settings.title',
    addTitle: 'programme-settings.title',
    editTitle: 'programme-settings.editTitle',
    triedAdd: 'programme-settings.tried',
  },
  unlisted: (words) => [
    { name: 'programmeLogo', label: 'programme-settings.logo', kind: 'text' },
    {
      name: 'starterData',
      label: 'programme-settings.starterData',
      kind: 'choice',
      options: starterAnswers.map((value) => ({
        value,
        label: words.t(`programme-settings.starter-${value}`),
      })),
    },
  ],
  dependants: () => Promise.resolve([]),
};

export const settingsFields: FieldSpec[] = [
  {
    name: 'programmeName',
    label: 'programme-settings.programmeName',
    hint: 'programme-settings.programmeNameHint',
    kind: 'text',
  },
  {
    name: 'supportName',
    label: 'programme-settings.supportName',
    hint: 'programme-settings.supportNameHint',
    kind: 'text',
  },
  { name: 'supportPhone', label: 'programme-settings.supportPhone', kind: 'text' },
  {
    name: 'largestFileMegabytes',
    label: 'programme-settings.largestFile',
    hint: 'programme-settings.largestFileHint',
    kind: 'number',
    required: true,
  },
  { name: 'takesPhotos', label: 'programme-settings.takesPhotos', kind: 'yes-no' },
  { name: 'takesVideos', label: 'programme-settings.takesVideos', kind: 'yes-no' },
  { name: 'takesRecordings', label: 'programme-settings.takesRecordings', kind: 'yes-no' },
  { name: 'takesPdfs', label: 'programme-settings.takesPdfs', kind: 'yes-no' },
  {
    name: 'takesDocuments',
    label: 'programme-settings.takesDocuments',
    hint: 'programme-settings.takesDocumentsHint',
    kind: 'yes-no',
  },
  {
    name: 'takesOtherFiles',
    label: 'programme-settings.takesOtherFiles',
    hint: 'programme-settings.takesOtherFilesHint',
    kind: 'yes-no',
  },
  {
    name: 'keepsPhotoPlace',
    label: 'programme-settings.keepsPhotoPlace',
    hint: 'programme-settings.keepsPhotoPlaceHint',
    kind: 'yes-no',
  },
  {
    name: 'keepsOriginals',
    label: 'programme-settings.keepsOriginals',
    hint: 'programme-settings.keepsOriginalsHint',
    kind: 'yes-no',
  },
  {
    name: 'removedFilesDays',
    label: 'programme-settings.removedFilesDays',
    hint: 'programme-settings.removedFilesDaysHint',
    kind: 'integer',
  },
];
