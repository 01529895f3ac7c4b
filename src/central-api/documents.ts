/** Central's list of the documents that this device may read, and a fresh client id after a refusal. */
import { documentList, type CentralDocument } from '#shared/api/documents';
import { freshClientId as freshId } from '#shared/api/session';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const listDocuments = (central: Central): Promise<Result<CentralDocument[]>> =>
  call(central, { path: '/api/documents' }, documentList);

export const freshClientId = (central: Central): Promise<Result<{ clientId: number }>> =>
  call(central, { method: 'POST', path: '/api/devices/me/client-id', body: {} }, freshId);
