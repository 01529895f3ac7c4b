// Lint of components, by Svelte's own rules, and of patterns that need a query over the syntax. TypeScript is linted by oxlint
// (.oxlintrc.json), which asks the native compiler for types and takes seconds where this took two minutes.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * One function does one thing, and a file has one reason to change.
 * @type {import('eslint').Linter.RulesRecord}
 */
const small = {
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'max-depth': ['error', 3],
  'max-params': ['error', 5],
  complexity: ['error', 12],
};

/** @type {import('eslint').Linter.RulesRecord} */
const typed = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
  '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 200 }],
};

/** The replica's tables about its own replication, each with the module that asks them. */
const ownAffairs = Object.entries({
  outbox: 'changes/waiting',
  progress: 'progress',
  changes: 'changes/history',
  documents: 'changes/documents',
  settings: 'kept-settings',
  holes: 'changes/documents',
}).map(([property, module]) => ({ object: 'db', property, message: `Ask src/replica/${module}.` }));

const components = ['src/**/*.svelte', 'src/**/*.svelte.ts'];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', '.svelte-check/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: components,
    extends: [
      js.configs.recommended,
      ...ts.configs.strict,
      ...svelte.configs.recommended,
      ...svelte.configs.prettier,
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      ...small,
      ...typed,
      eqeqeq: 'error',
      'no-console': 'error',
      'no-undef': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Values given by $props() can change, and one binding of it may be assigned while its neighbours are not.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all', excludedRunes: ['$props', '$bindable'] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The content security policy drops style attributes: use a class or a style: directive.',
        },
      ],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'svelte/store', message: 'Runes took the place of stores.' }] },
      ],
    },
  },
  // The same boundaries as in .dependency-cruiser.cjs, which cannot see the type imports of a component.
  {
    files: ['src/ui/*.svelte', 'src/ui/*.svelte.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(#(?!shared/domain/functional-status$)|\\.\\./|svelte/store)' }] },
      ],
    },
  },
  {
    files: ['src/ui/*/**/*.svelte', 'src/ui/*/**/*.svelte.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(#(?!shared/domain/functional-status$)|\\.\\./\\.\\./|svelte/store)' }] },
      ],
    },
  },
  {
    files: ['src/features/**/*.svelte', 'src/features/**/*.svelte.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['**/engine/**', 'yjs', 'y-*', 'lib0', 'lib0/*', 'svelte/store'] },
      ],
    },
  },
  // Screens ask the replica; in which tables it keeps its own affairs is none of theirs. (For TypeScript: .oxlintrc.json.)
  {
    files: ['src/features/**/*.svelte', 'src/page/**/*.svelte', 'src/app/**/*.svelte'],
    rules: { 'no-restricted-properties': ['error', ...ownAffairs] },
  },
  {
    files: ['server/http/routes/**/*.ts'],
    languageOptions: { parser: ts.parser },
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "Property[key.name='response'] CallExpression[callee.object.name='z']:not([callee.property.name='null'])",
          message: 'What a route returns stands in src/shared/api, where the app reads it too.',
        },
      ],
    },
  },
);
