/** One thing that was looked at. */
export interface Finding {
  about: string;
  state: 'good' | 'warning' | 'bad';
  /** a sentence for a person */
  line: string;
}

export const DAY = 24 * 60 * 60 * 1000;
