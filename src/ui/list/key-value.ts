/** A fact about one thing. */
export interface KeyValue {
  label: string;
  value: string;
  note?: string;
}
