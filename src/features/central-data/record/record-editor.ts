/** The form as its fields see it: their texts, the faults in them, and the values that others saved in them meanwhile. */
import type { Issue } from '#shared/result';

export interface RecordEditor {
  text: (field: string) => string;
  type: (field: string, text: string) => void;
  issue: (field: string) => Issue | undefined;
  theirs: (field: string) => string | undefined;
}
