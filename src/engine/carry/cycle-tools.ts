/** The parts that a cycle works with. */
import type { OpenDocuments } from '../open-documents';
import type { ProgressBoard } from '../progress-board';
import type { World } from '../world';

export interface CycleTools {
  world: World;
  board: ProgressBoard;
  links: OpenDocuments;
  /** documents left alone until a person acts */
  held: ReadonlySet<string>;
  signal: AbortSignal;
  /** called when central is where it should be */
  found: () => void;
}
