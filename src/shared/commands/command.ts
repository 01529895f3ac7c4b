/** A command: what a person wants done, as drafts of changes, or why it cannot be. Pure but for the rows it asks for. */
import type { Draft } from '../change/change';
import type { RowReader } from '../domain/rules/rows';
import type { Result } from '../result';

export interface CommandContext {
  /** central's time as last known, milliseconds */
  now: number;
  newId: () => string;
  /** central: the central server's own origin, signed in as staff; everything else is a site */
  mode: 'site' | 'central';
  /** stores whose assets may be changed here */
  storeIds: readonly string[];
  /** of staff: what they may do; none: nothing that takes a right */
  rights?: readonly string[];
}

export type Command<Input> = (
  rows: RowReader,
  input: Input,
  context: CommandContext,
) => Promise<Result<Draft[]>>;
