import { expect, test } from 'vitest';
import { createWords } from '../words/words.svelte';
import { whoWrote } from './who';

const phone = {
  id: 'me',
  kind: 'site',
  deviceId: 'phone-1',
  deviceName: 'Phone of the nurse',
  deviceToken: 'token',
  clientId: 1,
  formerClientIds: [],
  centralUrl: 'https://waypost.example.org',
  centralId: 'central-1',
  site: { id: 'site-1', code: 'HC-1', name: 'Gizo' },
  stores: [],
} as const;

test('a site tells its own device, another one, and support staff, whose log does not say from where', async () => {
  const words = await createWords({ languages: ['en'], storage: undefined, root: { lang: '', dir: '' } });
  await words.whole();
  const who = whoWrote(words, { ...phone, formerClientIds: [], stores: [] }, new Set(['staff-1']));
  expect(who('phone-1')).toBe('Phone of the nurse (this device)');
  expect(who('tablet-2')).toBe('another device (…et-2)');
  expect(who('staff-1')).toBe('support staff');
  expect(who('staff-2', 'browser-9')).toBe('support staff');
});
