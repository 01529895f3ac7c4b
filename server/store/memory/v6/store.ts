/** What central keeps for V6 sites, in memory. */
import type { FileContents, V6Store } from '../../v6-port';
import type { MemoryDatabase } from '../database';
import { rowTablesOf } from '../rows';
import { memoryBases } from './bases';
import { memoryInbox } from './inbox';
import { memoryRecordLog } from './log';
import { memoryV6Sites } from './sites';
import { v6TablesOf } from './tables';

export const memoryV6 = (memory: MemoryDatabase): V6Store => ({
  sites: memoryV6Sites(memory),
  inbox: memoryInbox(memory),
  bases: memoryBases(memory),
  log: memoryRecordLog(memory),
  contents: memoryContents(memory),
  memory: {
    keep: () => Promise.resolve(),
    get: () => Promise.resolve(undefined),
    ofTable: () => Promise.resolve({ items: [], total: 0 }),
  },
});

function memoryContents(memory: MemoryDatabase): FileContents {
  const { contents, inbox } = v6TablesOf(memory);
  const files = rowTablesOf(memory);
  return {
    of: (fileIds) =>
      memory.read(() => {
        const found = fileIds.map((id) => [id, contents.get(id)] as const);
        return new Map(
          found.flatMap(([id, content]) =>
            content ? [[id, { sha256: content.sha256, bytes: content.bytes }]] : [],
          ),
        );
      }),
    put: (fileId, content) =>
      memory.write(() => {
        if (!contents.has(fileId)) contents.set(fileId, content);
      }),
    isAhead: (sha256) =>
      memory.read(() =>
        contents.entries().some(([id, content]) => content.sha256 === sha256 && !files.of('file').has(id)),
      ),
    awaited: (siteId, fileId) =>
      memory.read(() =>
        inbox
          .values()
          .filter(
            ({ row }) =>
              row.siteId === siteId && row.table === 'sync_file_reference' && row.recordId === fileId,
          )
          .map(({ row }) => ({ mimeType: String(row.data?.['mime_type'] ?? '') }))
          .at(-1),
      ),
  };
}
