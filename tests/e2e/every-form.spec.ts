// No form is forgotten where the page is killed in the middle of each (long/drafts.spec.ts): they are found in the sources.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { formsOfCentralData, formsOfSite, formsOfStaff } from './fixtures/forms';

const sources = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.svelte'))
    .map((path) => join('src', path))
    .map((path) => [path, readFileSync(path, 'utf8')] as const),
);
/** the first lines of each form: its name, if it has one */
const forms = [...sources].flatMap(([path, text]) =>
  [...text.matchAll(/new FormState\(\{\n((?: {4}.*\n)+)/g)].map(([, inside = '']) => ({
    path,
    name: /^ {4}name: '(.*)',$/m.exec(inside)?.[1],
  })),
);

test('each form that is named is killed in', () => {
  const killed = [...formsOfSite(''), ...formsOfStaff({ site: '', withV6: '', asset: '' })].map(
    ({ form }) => form,
  );
  const named = forms.flatMap(({ name }) => (name === undefined ? [] : [name]));
  expect(named.length).toBeGreaterThan(20);
  // `join` is a test of its own: the browser belongs to nobody yet
  expect(new Set(named)).toEqual(new Set([...killed, 'join', 'record']));
});

test('each kind of central data is killed in', () => {
  const kinds = readFileSync('src/features/central-data/kinds.ts', 'utf8');
  const entities = [...kinds.matchAll(/^ {2}(\w+): \{/gm)].map(([, entity]) => entity);
  expect(entities).toContain('programmeSettings');
  expect(new Set(formsOfCentralData.map(({ entity }) => entity))).toEqual(new Set(entities));
});

test('a form without a name holds secrets: passwords and codes are not kept', () => {
  const unnamed = forms.filter(({ name }) => name === undefined).map(({ path }) => basename(path));
  const secret = ['BackFromProvider', 'ChangePassword', 'RemoveSecondFactor', 'SetPassword', 'SetUpSecondFactor', 'SignInForm']; // prettier-ignore
  expect(new Set(unnamed)).toEqual(new Set(secret.map((name) => `${name}.svelte`)));
});

test('a field for text stands in a form, or is none that anybody would miss', () => {
  const inForms = new Set<string>();
  const follow = (path: string): void => {
    if (inForms.has(path)) return;
    inForms.add(path);
    for (const [, to = ''] of (sources.get(path) ?? '').matchAll(/(?:from |import\()'(\..*\.svelte)'/g))
      follow(relative('.', join(dirname(path), to)));
  };
  for (const { path } of forms) follow(path);
  const outside = [...sources]
    .filter(([path, text]) => !inForms.has(path) && /<(TextInput|TextArea)\b/.test(text))
    .map(([path]) => basename(path, '.svelte'));
  expect(outside.sort()).toEqual([
    'EraseDialog', // a word that confirms
    'LabelsPage', // how many labels of the sheet are used
    'ListOptions', // filters, which stand in the address
    'PackPreview', // a number to try a pack with
    'TypedLabel', // a number that is looked up at once
  ]);
});
