import { expect, it } from 'vitest';
import { storeRows } from '../../support/rows';
import { AT, HILL, pushed, VALLEY, type Scene } from './scene';

export function contentsContract(scene: () => Scene): void {
  it('keeps which bytes a file has; the first that came are it', async () => {
    const { contents } = scene().v6;
    expect(await contents.of(['f1'])).toEqual(new Map());
    await contents.put('f1', { sha256: 'aa', bytes: 3, siteId: HILL });
    await contents.put('f1', { sha256: 'bb', bytes: 4, siteId: HILL });
    expect(await contents.of(['f1', 'f2'])).toEqual(
      new Map([['f1', { sha256: 'aa', bytes: 3, siteId: HILL }]]),
    );
    expect(await contents.isAhead('aa')).toBe(true);
    expect(await contents.isAhead('bb')).toBe(false);
  });

  it('keeps the bytes of a file ahead of its reference; then that says what is kept', async () => {
    const { contents } = scene().v6;
    await contents.put('f1', { sha256: 'aa', bytes: 3, siteId: HILL });
    const row = {
      ...{ id: 'f1', ownerTable: 'asset' as const, ownerId: 'a1', fileName: 'x', mimeType: 'image/jpeg' },
      ...{ totalBytes: 3, sha256: 'aa', createdAt: AT, userId: 'u1', deletedAt: AT },
    };
    await storeRows(scene().database, [{ entity: 'file', row, storeId: 'hill-store' }]);
    expect(await contents.isAhead('aa')).toBe(false);
    await contents.put('f2', { sha256: 'aa', bytes: 3, siteId: VALLEY });
    expect(await contents.isAhead('aa')).toBe(true);
  });

  it('waits for the bytes of a file that a site has pushed, until it is integrated', async () => {
    const { contents, inbox } = await scene().speaking();
    await scene().push([pushed('sync_file_reference', 'f1'), pushed('asset', 'a1')]);
    expect(await contents.awaited(HILL, 'f1')).toEqual({ mimeType: '' });
    expect(await contents.awaited(VALLEY, 'f1')).toBeUndefined();
    expect(await contents.awaited(HILL, 'a1')).toBeUndefined();
    const waiting = () => inbox.waiting(HILL, ['sync_file_reference'], 10);
    const rows = await waiting();
    const kept = { code: 'bytes-missing', words: 'It has not arrived.', waitsFor: 'f1' };
    await inbox.finish(rows.map((row) => ({ row, kept })));
    expect(await contents.awaited(HILL, 'f1')).toEqual({ mimeType: '' });
    await inbox.wake({ ids: ['f1'] });
    for (let left = await waiting(); left.length > 0; left = await waiting())
      await inbox.finish(left.map((row) => ({ row })));
    expect(await contents.awaited(HILL, 'f1')).toBeUndefined();
  });

  it('reads the kind of a file that is waited for, whatever letters stand beside it', async () => {
    const { contents } = await scene().speaking();
    const data = { mime_type: 'image/png', file_name: 'a\0b "né 𝄞"' };
    await scene().push([pushed('sync_file_reference', 'f1', { data })]);
    expect(await contents.awaited(HILL, 'f1')).toEqual({ mimeType: 'image/png' });
  });
}
