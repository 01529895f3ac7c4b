import { expect, test } from 'vitest';
import { openTestDatabase } from '../../tests/support/database';
import { closeEnded } from './ended-sessions';
import { staffSessions } from './staff-sessions';

const HOUR = 60 * 60 * 1000;

test('a socket whose session was ended elsewhere, or fell silent, is closed; the others stay', async () => {
  let time = Date.UTC(2026, 0, 1);
  const { registry } = await openTestDatabase();
  const { staff } = registry;
  const user = { id: 'u1', username: 'amina', displayName: 'Amina', passwordHash: 'x', permissions: [] };
  await staff.addUser(user);
  const open = async (id: string) => {
    const device = { id: `d-${id}`, name: 'Browser', proposeClientId: () => time % 1000 };
    const at = new Date(time).toISOString();
    await staff.openSession({ id, tokenHash: id, agent: '', browserHash: id, userId: 'u1', at, device });
    time += 1;
  };
  await open('silent');
  time += 13 * HOUR;
  await open('ended');
  await open('alive');
  await staff.endSessions(['ended']);
  const closed: string[] = [];
  const sync = {
    openSessions: () => ['silent', 'ended', 'alive'],
    closeSession: (id: string) => void closed.push(id),
  };
  await closeEnded(
    sync,
    staff,
    staffSessions(registry, () => time),
  );
  expect(closed).toEqual(['silent', 'ended']);
});
