import { expect, it } from 'vitest';
import { turnsDuring } from '../../../tests/support/turns';
import { KeysBefore } from './keys-before';

const COUNT = 1000;
const changes = {
  ofDocument: async (_document: string, after: number, limit: number) =>
    Array.from({ length: Math.min(limit, COUNT - after) }, (_, index) => ({ seq: after + index + 1 })),
  at: async (seqs: readonly number[]) =>
    seqs.map((seq) => ({
      change: { kind: 'catalogueItem.create', entityId: `item-${seq}`, patch: { code: `C-${seq}` } },
    })),
};

it('lets others have their turn while it reads a long history', async () => {
  const keys = new KeysBefore(changes as unknown as ConstructorParameters<typeof KeysBefore>[0]);
  const { value, turns } = await turnsDuring(() => keys.all());
  expect(value.keys).toHaveLength(COUNT);
  expect(turns).toBeGreaterThanOrEqual(10);
});
