/** Forms that people have begun to fill in, as the replica keeps them. */
import type { PreparedFile } from './files/keep-file';

/** The text that a person has typed into a form and not saved yet. */
export interface DraftRecord {
  /** the person who typed it; '' in a browser that has not joined */
  userId: string;
  /** the name of the form */
  form: string;
  /** the record that it is about; '' for a new one */
  record: string;
  /** the page of the app that shows the form */
  address: string;
  /** people's name for the record, such as its number; '' for a new one */
  about: string;
  /** the content of the form, without passwords and PINs */
  typed: unknown;
  /** by this device's clock, milliseconds */
  begunAt: number;
}

/** A photo that was taken for a form and is not saved yet. */
export interface DraftFile extends Pick<DraftRecord, 'userId' | 'form' | 'record'> {
  sha256: string;
  file: PreparedFile;
}
