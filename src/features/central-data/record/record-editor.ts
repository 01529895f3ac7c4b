/** What the fields of a form ask of it: their text, what is wrong with it, and what others saved in them meanwhile. */
import type { Issue } from '#shared/result';

export interface RecordEditor {
  text: (field: string) => string;
  type: (field: string, text: string) => void;
  issue: (field: string) => Issue | undefined;
  theirs: (field: string) => string | undefined;
}
