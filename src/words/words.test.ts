// The words follow the chosen language, in text, figures, plurals and direction.
import { expect, test } from 'vitest';
import { listedEntities } from '#shared/domain/entities';
import type { Surroundings } from './chosen';
import { guessLocale, locales, regionalTag } from './locales';
import { createWords } from './words.svelte';

function browser(languages: string[], stored: Record<string, string> = {}): Surroundings {
  return {
    languages,
    root: { lang: '', dir: '' },
    storage: {
      getItem: (key) => stored[key] ?? null,
      setItem: (key, value) => {
        stored[key] = value;
      },
    },
  };
}

test('the first language of the browser that we speak is taken, whatever its region', () => {
  expect(guessLocale(['lo', 'pt-MZ', 'fr'])).toBe('pt');
  expect(guessLocale(['lo'])).toBe('en');
});

test('choosing a language changes the words, the language and the direction of the page, and is remembered', async () => {
  const stored = {};
  const around = browser(['en-GB'], stored);
  const words = await createWords(around);
  expect(words.t('common.save')).toBe('Save');
  expect(around.root).toEqual({ lang: 'en', dir: 'ltr' });

  await words.use('ar');
  expect(words.t('common.save')).toBe('حفظ');
  expect(around.root).toEqual({ lang: 'ar', dir: 'rtl' });
  expect((await createWords(browser(['fr'], stored))).locale).toBe('ar');
});

test('what the browser asks for is no choice of a person, and is not kept as one', async () => {
  const stored = {};
  await createWords(browser(['fr'], stored));
  expect(stored).toEqual({});
});

test('the language chosen last is spoken, and what another tab has chosen', async () => {
  const words = await createWords(browser(['en']));
  await Promise.all([words.use('fr'), words.use('es')]);
  expect(words.locale).toBe('es');
  words.heard('waypost.locale', 'ar');
  words.heard('waypost.locale', 'klingon');
  await expect.poll(() => words.dir).toBe('rtl');
});

test('the words of the first pages come first, those of all others when they are asked for, and then in every language', async () => {
  const words = await createWords(browser(['en']));
  expect(words.t('round.title')).toBe('round.title');
  await words.whole();
  expect(words.t('round.title')).toBe('Scan round');
  await words.use('fr');
  expect(words.t('round.title')).not.toBe('round.title');
});

test('a language chosen while the others words are on their way is whole as well', async () => {
  const words = await createWords(browser(['en']));
  await Promise.all([words.whole(), words.use('es')]);
  await words.whole();
  expect([words.locale, words.t('common.save')]).toEqual(['es', 'Guardar']);
  expect(words.t('round.title')).not.toBe('round.title');
});

test('plurals are chosen by count, and figures are those of the language', async () => {
  const words = await createWords(browser(['en']));
  expect(words.t('sync.waiting', { count: 1 })).toBe('1 change is waiting to be sent.');
  expect(words.t('sync.waiting', { count: 1200 })).toBe('1,200 changes are waiting to be sent.');
  await words.use('fr');
  expect(words.t('sync.waiting', { count: 0 })).toBe('0 modification attend d’être envoyée.');
  await words.use('ar');
  expect(words.t('sync.waiting', { count: 3 })).toBe(`${words.number(3)} تغييرات في انتظار الإرسال.`);
});

test('a storage that throws does not keep the words away', async () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const words = await createWords({ ...browser(['es']), storage: { getItem: refuse, setItem: refuse } });
  expect(words.t('common.save')).toBe('Guardar');
});

test('an error code has its sentence, with its values; one from a newer server has a general one that names it', async () => {
  const words = await createWords(browser(['en']));
  expect(words.sayError('code-taken', { code: 'E003/007' })).not.toContain('E003/007');
  await words.whole();
  expect(words.sayError('code-taken', { code: 'E003/007' })).toContain('E003/007');
  expect(words.sayError('from-the-future')).toContain('from-the-future');
});

test('a day is the same day everywhere, and moments are told from now', async () => {
  const words = await createWords(browser(['en']));
  const now = Date.parse('2026-03-10T12:00:00Z');
  expect(words.date('2026-01-31')).toBe('31 Jan 2026');
  expect(words.date('soon')).toBe('soon');
  expect(words.ago(now - 20_000, now)).toBe('now');
  expect(words.ago(now - 125_000, now)).toBe('2 min ago');
  expect(words.since('2026-03-07T12:00:00Z', now)).toBe('Saturday');
  expect(words.bytes(1_240_000)).toBe('1.2 MB');
});

test('figures and dates follow the reader’s region, where they name one', () => {
  expect(regionalTag('en', ['fr-FR', 'en-US'])).toBe('en-US');
  expect(regionalTag('pt', ['pt', 'pt-MZ'])).toBe('pt-MZ');
  expect(regionalTag('en', ['fr'])).toBe('en-GB');
  expect(regionalTag('ar', [])).toBe('ar');
});

test('what staff did calls a record of central data as the rest of the app does, in every language', async () => {
  const words = await createWords(browser(['en']));
  await words.whole();
  const plain = (word: string): string => word.toLocaleLowerCase(words.locale).replace(/^ال/, '');
  for (const locale of locales) {
    await words.use(locale);
    for (const entity of listedEntities)
      expect(plain(words.t(`entities.the-${entity}`)), `${locale} ${entity}`).toContain(
        plain(words.t(`entities.one-${entity}`)),
      );
  }
});
