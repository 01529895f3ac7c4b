// Every text goes through the catalogue. None is written into a component: not between tags, nor in an attribute that is read out, nor
// in an expression in the place of text.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '..');

/** Names, which are the same in every language. */
const names = new Set(['Waypost']);

/** Attributes of elements and of our own components that a person reads or hears. */
const spoken =
  /^(title|label|alt|placeholder|text|sub|hint|note|error|legend|caption|badge|tried|place|programme|aria-(label|description|placeholder|valuetext|roledescription)|.*Label|.*Text|.*Heading)$/;

const isText = (text: string): boolean =>
  /\p{L}{2}/u.test(text) && !names.has(text.replace(/^[\s·]+|\s+$/g, ''));

interface Seen {
  type?: unknown;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Seen =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** The texts that an expression may come to, as far as they are written there. */
function literals(node: unknown): string[] {
  if (!isNode(node)) return [];
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'TemplateLiteral':
      return Array.isArray(node['quasis'])
        ? node['quasis'].map((part) => String(Object(part).value?.raw))
        : [];
    case 'ConditionalExpression':
      return [...literals(node['consequent']), ...literals(node['alternate'])];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return [...literals(node['left']), ...literals(node['right'])];
    default:
      return [];
  }
}

function textsOf(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const one of node) textsOf(one, found);
  if (!isNode(node)) return found;
  if (node.type === 'Text') found.push(String(node['data']));
  if (node.type === 'ExpressionTag') found.push(...literals(node['expression']));
  if (node.type === 'Attribute') {
    if (spoken.test(String(node['name']))) textsOf(node['value'], found);
    return found;
  }
  for (const [key, child] of Object.entries(node)) {
    const isMarkup = key === 'fragment' || key === 'nodes' || key === 'attributes' || key === 'body';
    const isBranch = ['consequent', 'alternate', 'fallback', 'pending', 'then', 'catch'].includes(key);
    if (isMarkup || isBranch) textsOf(child, found);
  }
  return found;
}

const hardCoded = (source: string): string[] => {
  const { fragment }: AST.Root = parse(source, { modern: true });
  return textsOf(fragment).filter(isText);
};

describe('text in a component is found', () => {
  test.each([
    ['<p>Nothing here</p>', 'Nothing here'],
    ['<Button label="Save it" />', 'Save it'],
    ['{#if a}<b>{x ? "Yes" : n}</b>{/if}', 'Yes'],
    ['{#each all as one}<img alt={`Photo ${one}`} />{/each}', 'Photo '],
    ['{#snippet s()}<i aria-label={a || "Close"}></i>{/snippet}', 'Close'],
  ])('%s', (source, text) => {
    expect(hardCoded(source)).toEqual([text]);
  });

  test('and what is no text is left alone', () => {
    expect(hardCoded('<a class="wide" href="/more" {label}>{words.t("a.b")} · {name}</a>')).toEqual([]);
  });
});

const components = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.svelte'),
);

test('no component holds text of its own', () => {
  expect(components.length).toBeGreaterThan(100);
  const found = components.flatMap((name) =>
    hardCoded(readFileSync(resolve(src, name), 'utf8')).map((text) => `${name}: ${text.trim()}`),
  );
  expect(found).toEqual([]);
});
