/** Answers as V6 sites read them: `{"data": …}` or `{"error": …}`, with status 200 either way. */
import type { Json } from '#shared/json';
import type { Page } from '../pull/page';

/** The versions of the wire that are spoken here. */
export const v6Versions = { min: 0, max: 5 } as const;

type WireError =
  | 'notACentralServer'
  | 'integrationInProgress'
  | { syncVersionMismatch: [min: number, max: number, received: number] }
  | { otherServerError: string }
  | { parsingSyncRecordError: string }
  | { syncFileNotFound: string }
  | { legacyServerError: { code: string; message: string; data: null } }
  | { cannotConnectToLegacyServer: string };

/** Ends a call with an error of the wire. `status` counts only for the download of a file, which is not JSON. */
export class V6Failure extends Error {
  constructor(
    readonly error: WireError,
    readonly status = 400,
  ) {
    super('a V6 call failed');
    this.name = 'V6Failure';
  }
}

export const other = (words: string, status?: number): V6Failure =>
  new V6Failure({ otherServerError: words }, status);

interface SyncRecord {
  cursor: number;
  record: { tableName: string; recordId: string; action: string; recordData: Json | null };
}

interface SyncBatch {
  end_cursor: number;
  total_records: number;
  records: SyncRecord[];
  is_last_batch: boolean;
}

export const toBatch = ({ endCursor, total, records, isLast }: Page): SyncBatch => ({
  end_cursor: endCursor,
  total_records: total,
  records: records.map(({ cursor, table, recordId, action, data }) => ({
    cursor,
    record: { tableName: table, recordId, action, recordData: data },
  })),
  is_last_batch: isLast,
});
