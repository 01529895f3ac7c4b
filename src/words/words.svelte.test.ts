// Words that are on the screen change when another language is chosen.
import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { createWords } from './words.svelte';

test('text, figures and direction that are on the screen follow the language without a reload', async () => {
  const root = { lang: '', dir: '' };
  const words = await createWords({ languages: ['en'], storage: undefined, root });
  const shown: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      shown.push(`${words.t('common.save')} ${words.number(1.5)} ${words.dir}`);
    });
  });
  flushSync();
  await words.use('fr');
  flushSync();
  await words.use('ar');
  flushSync();
  stop();
  expect(shown).toEqual(['Save 1.5 ltr', 'Enregistrer 1,5 ltr', `حفظ ${words.number(1.5)} rtl`]);
});

test('a text that was shown before its words were there is put right when they come', async () => {
  const words = await createWords({ languages: ['en'], storage: undefined, root: { lang: '', dir: '' } });
  const shown: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      shown.push(words.t('round.title'));
    });
  });
  flushSync();
  await words.whole();
  flushSync();
  stop();
  expect(shown).toEqual(['round.title', 'Scan round']);
});
