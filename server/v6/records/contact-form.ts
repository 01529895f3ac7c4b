/** `contact_form`: a message of somebody at a site to support. Of the site's memory the only record that is looked into. */
import type { ContactForms } from '#shared/api/v6-memory';
import { isJsonObject, type Json } from '#shared/json';
import type { KeptMemory } from '../../database/port/v6-memory';
import { readInstant } from '../wire/dates';

export const CONTACT_FORM = 'contact_form';

type Said = Omit<ContactForms['items'][number], 'siteName'>;

export function readContactForm({ siteId, recordId, receivedAt, data }: KeptMemory): Said {
  const said = isJsonObject(data) ? data : {};
  const writtenAt = readInstant(said['created_datetime'] ?? null);
  return {
    ...{ siteId, id: recordId, receivedAt },
    ...(writtenAt !== undefined && { writtenAt }),
    kind: textOf(said['contact_type']),
    body: textOf(said['body']),
    replyEmail: textOf(said['reply_email']),
    username: textOf(said['username']),
  };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
