/** A command: a person's wish, as drafts of changes, or the reason why it cannot be. Pure but for the rows it asks for. */
import type { Draft } from '../change/change';
import { personIssue, type CommandRight, type Signer } from '../domain/person-rights';
import type { RowReader } from '../domain/rules/rows';
import { refused, type Result } from '../result';

export interface CommandContext {
  /** central's time as last known, milliseconds */
  now: number;
  newId: () => string;
  /** central: the central server's own origin, signed in as staff; everything else is a site */
  mode: 'site' | 'central';
  /** stores whose assets may be changed here */
  storeIds: readonly string[];
  /** the rights of a member of staff; with none, commands that require a right are refused */
  rights?: readonly string[];
  /** at a site: the person who signs, where the people of the device may not all do the same; absent: everything is allowed */
  signer?: Signer;
}

export type Command<Input> = (
  rows: RowReader,
  input: Input,
  context: CommandContext,
) => Promise<Result<Draft[]>>;

/** A command that takes a right of the person who signs. It is asked for before anything else, so that nothing is learnt by trying. */
export const takes =
  <Input>(right: CommandRight, command: Command<Input>): Command<Input> =>
  async (rows, input, context) => {
    const issue = personIssue(context.signer, right);
    return issue ? refused(issue) : command(rows, input, context);
  };
