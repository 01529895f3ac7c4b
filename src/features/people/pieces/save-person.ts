/** Saves the form of a person. */
import { accepted, refused, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../../../replica/database';
import { addPerson, setPin, setRights } from '../../../replica/people/manage-people';
import { personId, tidyName, type Person } from '../../../replica/people/people';
import { hashPin, isPin, type HashedPin } from '../../../replica/people/pin';
import { rightsOf, type PersonDraft } from './person-draft';

interface About {
  siteCode: string;
  /** the edited person; absent: a new one */
  person?: Person | undefined;
  /** true if the person who saves may set the rights of others */
  manages: boolean;
}

export async function savePerson(
  db: ReplicaDatabase,
  draft: PersonDraft,
  { siteCode, person, manages }: About,
): Promise<Result<void>> {
  if (tidyName(draft.name) === '') return refused({ code: 'missing-field', field: 'name' });
  if (draft.pin !== '' && !isPin(draft.pin)) return refused({ code: 'pin-not-valid', field: 'pin' });
  const pin = draft.pin === '' ? undefined : await hashPin(draft.pin);
  if (person) return edit(db, person, draft, pin, manages);
  const name = tidyName(draft.name);
  const added = { userId: personId(name, siteCode), name, rights: rightsOf(draft), ...(pin && { pin }) };
  return addPerson(db, added);
}

async function edit(
  db: ReplicaDatabase,
  { userId }: Person,
  draft: PersonDraft,
  pin: HashedPin | undefined,
  manages: boolean,
): Promise<Result<void>> {
  if (pin || draft.withoutPin) {
    const set = await setPin(db, userId, pin);
    if (!set.ok) return set;
  }
  return manages ? setRights(db, userId, rightsOf(draft)) : accepted(undefined);
}
