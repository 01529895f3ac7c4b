// Lint: the strict rules of typescript-eslint, with types, and Svelte's own. The rules that this project adds say why.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const tests = ['tests/**', '**/*.test.ts'];
const tooling = ['scripts/**', '*.js', '*.ts', '.dependency-cruiser.cjs'];

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

/**
 * No hole in the types: bytes and JSON are parsed at the rim, and what a type says is believed.
 * @type {import('eslint').Linter.RulesRecord}
 */
const typed = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  // An interface that joins others under one name is a fine way to name a port.
  '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
  '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 200 }],
};

/**
 * A forgotten promise is a lost write.
 * @type {import('eslint').Linter.RulesRecord}
 */
const promises = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/only-throw-error': 'error',
};

/**
 * What `any` from a library or from JSON.parse would let through.
 * @type {import('eslint').Linter.RulesRecord}
 */
const noUnsafe = {
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
};

export default ts.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'data/',
      'data-demo/',
      'test-results/',
      'playwright-report/',
      'coverage/',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  { rules: { ...typed, eqeqeq: 'error', 'prefer-const': 'error', 'no-undef': 'off' } },
  { files: ['src/**'], languageOptions: { globals: globals.browser } },
  { files: ['src/**', 'server/**'], ignores: tests, rules: { ...small, 'no-console': 'error' } },
  { files: ['server/log.ts', 'server/log/**'], rules: { 'no-console': 'off' } },
  {
    files: ['src/**/*.ts', 'server/**/*.ts', 'tests/**/*.ts', '*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          './src/shared/tsconfig.json',
          './tsconfig.server.json',
          './tsconfig.sw.json',
          './tsconfig.json',
          './tsconfig.tests.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: promises,
  },
  {
    files: ['src/**/*.ts', 'server/**/*.ts'],
    ignores: [...tests, '**/*.svelte.ts', 'src/start/first.ts', 'src/start/main.ts', 'src/app/routes.ts'],
    rules: noUnsafe,
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // What $props() gives can change, and one binding of it may be assigned while its neighbours are not.
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
    files: ['src/ui/*'],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^(#|\\.\\./|svelte/store)' }] }] },
  },
  {
    files: ['src/ui/*/**'],
    ignores: tests,
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(#|\\.\\./\\.\\./|svelte/store)' }] }],
    },
  },
  {
    files: ['src/features/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['**/engine/**', 'yjs', 'y-*', 'lib0', 'lib0/*', 'svelte/store'] },
      ],
    },
  },
  {
    files: ['server/http/routes/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "Property[key.name='response'] CallExpression[callee.object.name='z']:not([callee.property.name='null'])",
          message: 'What a route answers stands in src/shared/api, where the app reads it too.',
        },
      ],
    },
  },
  { files: tooling, languageOptions: { globals: globals.node }, rules: { 'no-console': 'off' } },
);
