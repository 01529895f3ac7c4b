/**
 * The account of a person whom the provider vouches for; none is ever made. Once bound, an account is found by the provider's issuer and its
 * subject alone, whatever else the provider says of the person. Before, by the name that an administrator has entered at the account: the
 * first person who comes with it is bound to the account. What people may choose for themselves at a provider is no such name.
 */
import type { StaffBook, StaffUser } from '../../database/port/registry-staff';
import type { Person } from './provider';

type Book = Pick<StaffBook, 'byProvider' | 'bindProvider'>;

interface Found {
  user: StaffUser;
  isFirst: boolean;
}

/** Undefined where no account is theirs. Rejects with ProviderError where the provider has to be asked for the name, and is away. */
export async function accountOf(
  staff: Book,
  { issuer, subject, name: ask }: Person,
  claim: string,
): Promise<Found | undefined> {
  const known = await staff.byProvider({ issuer, subject });
  if (known) return { user: known, isFirst: false };
  const name = await ask();
  if (name === undefined) return undefined;
  // people type an address of e-mail in any case; of other claims nobody knows whether two that differ by it are one
  const bound = await staff.bindProvider({ issuer, subject, name, anyCase: claim === 'email' });
  return bound && { user: bound, isFirst: true };
}
