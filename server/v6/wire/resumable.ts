/**
 * Files that come in pieces (tus 1.0), as sites send them from 2.20 on. The caller and the file stand in one header of every call, in place
 * of a body of JSON.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { other, V6Failure } from './answers';
import { settings, type Credentials } from './requests';

export const TUS_VERSION = '1.0.0';

export interface Announced {
  who: Credentials;
  /** '' where the call names it in its address */
  fileId: string;
  /** the table of the record that the file belongs to; '' where it is not said */
  ownerTable: string;
}

export function readAnnounced(headers: IncomingHttpHeaders): Announced {
  const version = headers['tus-resumable'];
  if (version !== TUS_VERSION)
    throw other(`Uploads in pieces are taken by version ${TUS_VERSION} of tus alone.`, 412);
  const said = metadataOf(headers['upload-metadata']);
  const who = settings.safeParse(jsonOf(said.get('sync_v5_settings'))).data;
  if (!who) throw other('The upload does not say which site sends it.', 400);
  return { who, fileId: said.get('file_id') ?? '', ownerTable: said.get('table_name') ?? '' };
}

const FILE_ID = /^[^\0/\\]{1,64}$/;

export function demandFileId(id: string): string {
  if (!FILE_ID.test(id)) throw new V6Failure({ syncFileNotFound: id.slice(0, 64) }, 404);
  return id;
}

/** `name base64, name base64, …`: with or without blanks, and however the base64 ends, which the library would not take. */
function metadataOf(header: string | string[] | undefined): Map<string, string> {
  const pairs = typeof header === 'string' ? header.split(',') : [];
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ');
      return [name, Buffer.from(value, 'base64').toString()];
    }),
  );
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
