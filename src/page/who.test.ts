import { expect, test } from 'vitest';
import { createWords } from '../words/words.svelte';
import { whoWrote } from '../features/equipment/pieces/who';

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
  const who = whoWrote(
    words,
    { ...phone, formerClientIds: [], stores: [], colleagues: [{ id: 'tablet-3', name: 'Amina’s tablet' }] },
    new Map([['staff-1', 'browser-9']]),
  );
  expect(who('phone-1')).toBe('Phone of the nurse (this device)');
  expect(who('tablet-3')).toBe('Amina’s tablet');
  expect(who('tablet-2')).toBe('another device (…et-2)');
  expect(who('staff-1')).toBe('support staff');
  expect(who('staff-2', 'browser-9')).toBe('support staff');
});

test('what an Open mSupply site pushed is told as its own, whether or not it named a user', async () => {
  const words = await createWords({ languages: ['en'], storage: undefined, root: { lang: '', dir: '' } });
  await words.whole();
  const pushing = '6ba7b810-9dad-51d1-80b4-00c04fd430c8';
  const who = whoWrote(words, undefined, new Map([['user-of-msupply', pushing]]));
  expect(who(`v6.${pushing}`)).toBe('an Open mSupply site');
  expect(who('user-of-msupply')).toBe('an Open mSupply site');
  expect(who('user-of-msupply', '6ba7b810-9dad-71d1-80b4-00c04fd430c8')).toBe('support staff');
  // A phone that joined by mSupply has a derived id as well.
  expect(who(pushing)).toBe('another device (…30c8)');
  expect(who(pushing, pushing)).toBe('another device (…30c8)');
});
