// The promise of PROTOCOL.md: each numbered rule has a test that cites it in brackets, and no test cites a rule that is not there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { refusalCodes } from './error-codes';

const page = readFileSync(new URL('./PROTOCOL.md', import.meta.url), 'utf8');
const rules = [...page.matchAll(/^- \*\*([A-Z]\d+)\*\* /gm)].map(([, rule = '']) => rule);

/** Every string of the titles in a file, those in the tables of `test.each` too. A test that is skipped proves nothing. */
function titlesIn(file: string): string[] {
  const titles: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) titles.push(...stringsOf(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

const stringsOf = (call: ts.CallExpression, source: ts.SourceFile): string[] => {
  const table = ts.isCallExpression(call.expression) ? call.expression.arguments : [];
  const [title] = call.arguments;
  return [...(title ? [title] : []), ...table].flatMap((node) => literalsIn(node, source));
};

function literalsIn(node: ts.Node, source: ts.SourceFile): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...literalsIn(child, source));
  });
  return found;
}

/** `test(…)`, `it(…)`, and their forms with a table or a condition: `test.each([…])(…)`. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'test' || callee.text === 'it';
  if (!ts.isCallExpression(callee) || !ts.isPropertyAccessExpression(callee.expression)) return false;
  const { expression, name } = callee.expression;
  return ['each', 'for'].includes(name.text) && isTest(expression);
}

const citedIn = (title: string): string[] =>
  [...(/^(?:\[[A-Z]\d+\] )+/.exec(title)?.[0] ?? '').matchAll(/\[([A-Z]\d+)\]/g)].map(
    ([, rule = '']) => rule,
  );

const files = ['src', 'server', 'tests'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(test|spec)\.ts$/.test(file))
    .map((file) => join(folder, file)),
);
const citing = files.filter((file) => /['"`]\[[A-Z]\d+\] /.test(readFileSync(file, 'utf8')));
const cited = new Map(
  citing.flatMap((file) =>
    titlesIn(file)
      .flatMap(citedIn)
      .map((rule) => [rule, file]),
  ),
);

test('the page numbers its rules, each once', () => {
  expect(rules.length).toBeGreaterThan(50);
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

test('each rule of the page has a test that cites it', () => {
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});

test('each rule that a test cites is on the page', () => {
  expect([...cited].filter(([rule]) => !rules.includes(rule))).toEqual([]);
});

test('each code with which central refuses has its line under *Judging*', () => {
  const judging = page.slice(page.indexOf('## Judging'), page.indexOf('## Closing'));
  expect(refusalCodes.filter((code) => !judging.includes(`\`${code}\``))).toEqual([]);
});
