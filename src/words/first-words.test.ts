// The first pages of a visit use only words of the first file: they are shown before the others are there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '..');
const words = `${import.meta.dirname}/en`;
const first = readdirSync(`${words}/first`).map((name) => name.replace('.json', ''));
const rest = readdirSync(words).flatMap((name) =>
  name.endsWith('.json') ? [name.replace('.json', '')] : [],
);

const imports = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'/gm;
const sourceOf = (path: string) =>
  [path, `${path}.ts`].find((name) => /\.(ts|svelte)$/.test(name) && existsSync(name));

/** A module with all that it imports before it can run. */
function withImports(module: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(module)) return found;
  const text = readFileSync(module, 'utf8');
  found.set(module, text);
  for (const [, path = ''] of text.matchAll(imports)) {
    const imported = sourceOf(resolve(dirname(module), path));
    if (imported !== undefined) withImports(imported, found);
  }
  return found;
}

/** The modules of the pages that the routes mark as first. */
function firstPages(): string[] {
  const routes = readFileSync(`${src}/app/routes.ts`, 'utf8');
  const marked = routes.matchAll(/import\('([^']+)'\)(?:(?!import\().)*?first: true/gs);
  return [...marked].map(([, path = '']) => resolve(src, 'app', path));
}

const says = (text: string) =>
  [...text.matchAll(/['`]([a-z][a-z-]*)\.[a-zA-Z]/g)].map(([, namespace]) => namespace);

test('the routes mark the first pages', () => {
  expect(firstPages().map((path) => path.slice(src.length))).toEqual([
    '/features/join/WelcomePage.svelte',
    '/features/home/SiteHomePage.svelte',
    '/features/join/JoinPage.svelte',
  ]);
});

test.each([`${src}/start/main.ts`, ...firstPages()])(
  '%s and all that it needs keep to the first words',
  (root) => {
    const modules = [...withImports(root)];
    expect(modules.length).toBeGreaterThan(10);
    const strayed = modules.flatMap(([module, text]) =>
      says(text).flatMap((namespace = '') => (rest.includes(namespace) ? [`${module}: ${namespace}`] : [])),
    );
    expect(strayed).toEqual([]);
    expect(first).toContain('common');
  },
);
