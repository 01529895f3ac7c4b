// The message catalogue is whole: every key in every language, with the same values, complete plurals, and in use.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as codes from '#shared/protocol/error-codes';
import { locales, type Locale } from './locales';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = fileURLToPath(new URL('..', import.meta.url));
const forms = /_(zero|one|two|few|many|other)$/;

const filesOf = (locale: Locale) =>
  readdirSync(`${here}${locale}`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );

function messagesOf(locale: Locale): Map<string, string> {
  return new Map(
    filesOf(locale).flatMap((name) => {
      const messages: unknown = JSON.parse(readFileSync(`${here}${locale}/${name}`, 'utf8'));
      return Object.entries(Object(messages)).map(([key, text]): [string, string] => [
        `${basename(name, '.json')}.${key}`,
        String(text),
      ]);
    }),
  );
}

const stem = (key: string) => key.replace(forms, '');
const english = messagesOf('en');
const plurals = new Set([...english.keys()].filter((key) => key.endsWith('_other')).map(stem));
const stems = new Set([...english.keys()].map((key) => (plurals.has(stem(key)) ? stem(key) : key)));
const others = locales.filter((locale) => locale !== 'en');

/** The keys that a language must have for those of English. */
function keysDue(locale: Locale): string[] {
  const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  return [...stems].flatMap((key) =>
    plurals.has(key) ? categories.map((category) => `${key}_${category}`) : [key],
  );
}

const values = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '').toSorted();

/** "One change" and "two changes" may say their count as a word. */
const valuesDue = (key: string, text: string) =>
  values(text).filter((name) => name !== 'count' || !/_(zero|one|two)$/.test(key));

const englishOf = (key: string) => english.get(key) ?? english.get(`${stem(key)}_other`) ?? '';

test('in French no mark stands alone at the beginning or the end of a line', () => {
  const loose = [...messagesOf('fr')].filter(([, text]) => / [?!;:»]|« /.test(text));
  expect(loose).toEqual([]);
});

describe.each(locales)('in %s', (locale) => {
  const messages = messagesOf(locale);

  test('every key is there in every plural form of the language, and no other', () => {
    expect([...messages.keys()].toSorted()).toEqual(keysDue(locale).toSorted());
  });

  test('its files are those of English', () => {
    expect(filesOf(locale).toSorted()).toEqual(filesOf('en').toSorted());
  });

  test('no message is empty', () => {
    expect([...messages].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('every message has the values that the English one has', () => {
    const wrong = [...messages].filter(
      ([key, text]) => valuesDue(key, text).join(' ') !== valuesDue(key, englishOf(key)).join(' '),
    );
    expect(wrong).toEqual([]);
  });
});

/** Words that a language shares with English, or that are names; any other equal text was left untranslated. */
const shared: Record<string, string> = {
  fr: 'catalogue catalogues classes code date identification latitude longitude page pages site sites type types version',
  es: 'no pin',
  pt: 'classes item latitude longitude pin',
  ar: '',
};
const everywhere = 'chromebook ipad iphone mac mm';

const plain = (text: string): string => text.replace(/\{\{\w+\}\}|Open mSupply/g, '');

test.each(others)('nothing in %s was left in English', (locale) => {
  const known = new Set(`${shared[locale] ?? ''} ${everywhere}`.split(' '));
  const wordsOf = (text: string) => plain(text).match(/\p{L}{2,}/gu) ?? [];
  const left = [...messagesOf(locale)].filter(
    ([key, text]) => text === englishOf(key) && wordsOf(text).some((word) => !known.has(word.toLowerCase())),
  );
  expect(left).toEqual([]);
});

test.each(others)('no message in %s is half English', (locale) => {
  const half = [...messagesOf(locale)].filter(([, text]) =>
    /(?<![\p{L}-])(the|and|with|this|that|which|from|your|are|was|will|been)(?![\p{L}-])/iu.test(plain(text)),
  );
  expect(half).toEqual([]);
});

test('every namespace is listed in keys.ts', () => {
  const source = readFileSync(`${here}keys.ts`, 'utf8');
  const listed = [...source.matchAll(/from '\.\/en\/(?:first\/)?([\w-]+)\.json'/g)];
  const names = [...new Set([...english.keys()].map((key) => key.split('.')[0] ?? ''))];
  expect(listed.map((found) => found[1]).toSorted()).toEqual(names.toSorted());
});

test('every error code has its sentence, and every sentence its code', () => {
  const known = Object.values(codes)
    .filter((group) => group !== codes.pageCodes)
    .flat()
    .toSorted();
  const said = [...english.keys()].flatMap((key) => /^(?:record-)?errors\.(.+)$/.exec(key)?.[1] ?? []);
  expect(said.toSorted()).toEqual(known);
});

test('a page that alone can meet a refusal has a sentence for it', () => {
  const asked =
    /(?:'([\w-]+)'|(\b\w+)): '(?:join|scan)\.\w+'|code === '([\w-]+)'\)?\s*(?:\|\| .*\s*)?return words\.t/g;
  const said = new Set(
    sources.flatMap((text) => [...text.matchAll(asked)].flatMap((found) => found.slice(1))),
  );
  expect(codes.pageCodes.filter((code) => !said.has(code))).toEqual([]);
});

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts') && !name.startsWith('shared'))
  .map((name) => readFileSync(src + name, 'utf8'));

test('no key that is asked for by name is missing', () => {
  const asked = sources.flatMap((text) =>
    [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((found) => found[1]),
  );
  expect(asked.filter((key) => key === undefined || !stems.has(key))).toEqual([]);
});

test('every key is used somewhere', () => {
  const all = sources.join('\n');
  const prefixes = [...all.matchAll(/\bt\(\s*`([a-z][\w-]*\.[\w-]*)\$\{/g)].map((found) => found[1] ?? '');
  prefixes.push('errors.', 'record-errors.'); // said by `sayError`
  const unused = [...stems].filter(
    (key) => !all.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});
