/** Programme settings: the settings of support staff for every site. One record; until somebody sets them, the blank one holds. */
import * as z from 'zod/mini';
import { id, instant, line } from './fields';
import { isLogo } from './logo';

/** The one record's id. */
export const PROGRAMME_SETTINGS = 'programme-settings';

/** The author of the records that every programme begins with, and the choices for these examples. */
export const STARTER_DATA = 'starter-data';
export const starterAnswers = ['kept', 'retired'] as const;

export const programmeSettings = z.object({
  id,
  /** largest size of a file, MiB */
  largestFileMegabytes: z.int(),
  takesPhotos: z.boolean(),
  takesVideos: z.boolean(),
  takesRecordings: z.boolean(),
  takesPdfs: z.boolean(),
  /** texts, spreadsheets and the like */
  takesDocuments: z.boolean(),
  /** files of an unknown kind, too */
  takesOtherFiles: z.boolean(),
  /** the location of a photo stays in it */
  keepsPhotoPlace: z.boolean(),
  /** photos are kept as the camera made them, unless a person says otherwise */
  keepsOriginals: z.boolean(),
  /** days for which central keeps the bytes of a file that was removed; absent: for ever */
  removedFilesDays: z.optional(z.int()),
  /** the person or the office that people at sites can ask, and the number */
  /** the name of the programme as its people call it, in the bar and on sheets */
  programmeName: z.optional(line),
  /** a small PNG as a data URL */
  programmeLogo: z.optional(z.string().check(z.refine(isLogo))),
  supportName: z.optional(line),
  supportPhone: z.optional(line),
  /** the answer of staff about the examples that a programme begins with; absent: nobody has answered yet */
  starterData: z.optional(z.enum(starterAnswers)),
  deletedAt: z.optional(instant),
});
export type ProgrammeSettings = z.infer<typeof programmeSettings>;

export const blankProgrammeSettings = {
  largestFileMegabytes: 50,
  takesPhotos: true,
  takesVideos: true,
  takesRecordings: true,
  takesPdfs: true,
  takesDocuments: true,
  takesOtherFiles: true,
  keepsPhotoPlace: false,
  keepsOriginals: false,
} satisfies Omit<ProgrammeSettings, 'id'>;

/** The limits of the setting for the size of a file, MiB. */
export const fileMegabytes = { least: 1, most: 100 } as const;

/** The limits of the setting for how many days removed files are kept. The least protects files from a slip of the finger. */
export const removedDays = { least: 30, most: 36_500 } as const;
