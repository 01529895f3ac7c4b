/** This browser's kind when the app was last used here: known at once, while the database still opens. It may have changed. */
import type { Mode } from '../page/mode';

const storedAs = 'waypost.kind';

const kinds: readonly Mode['kind'][] = ['nobody', 'device', 'staff'];

export function lastKind(): Mode['kind'] {
  try {
    const stored = localStorage.getItem(storedAs);
    return kinds.find((kind) => kind === stored) ?? 'nobody';
  } catch {
    return 'nobody';
  }
}

/** A browser that forbids storage only starts a little later. */
export function rememberKind(kind: Mode['kind']): void {
  try {
    if (kind !== lastKind()) localStorage.setItem(storedAs, kind);
  } catch {
    return;
  }
}
