/** The keys that go from row to row in the list, as in any list of a desktop. Rows are counted from 1. */
type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The row that a key leads to; undefined when it is not one of ours, or when the focus is not in a row. */
export function rowAfter(pressed: Pressed, from: number, last: number): number | undefined {
  if (!Number.isInteger(from) || from < 1) return undefined;
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.shiftKey) return undefined;
  switch (pressed.key) {
    case 'ArrowDown':
      return Math.min(from + 1, last);
    case 'ArrowUp':
      return Math.max(from - 1, 1);
    case 'Home':
      return 1;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
