import { existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';
import astro from 'eslint-plugin-astro';
import tailwind from 'eslint-plugin-better-tailwindcss';
import { cssText, logicalOnly } from './tools/lint/logical-only.ts';

const house = { rules: { 'logical-only': logicalOnly } };
const entryPoint = 'src/styles/app.css';

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      '.astro/',
      '.netlify/',
      '.local/',
      'netlify/generated/',
      'coverage/',
      'drizzle/meta/',
      'tools/*/node_modules/',
      'tools/netlify/site/',
      '.claude/',
      '**/*.{json,md,sql}',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-control-regex': 'error',
      'no-fallthrough': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "ImportDeclaration[source.value='zod'][importKind='value'] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
          message: "Write `import * as z from 'zod'`: bundlers then drop zod's locales.",
        },
        {
          selector: "ImportDeclaration[source.value='@hono/zod-openapi'] > ImportSpecifier[imported.name='z']",
          message: "Write `import * as z from 'zod'`.",
        },
        {
          selector: "ImportSpecifier[imported.name='createClerkClient']",
          message: 'verifyToken needs no network and a sixth of the bytes.',
        },
        {
          selector: 'TSEnumDeclaration, TSModuleDeclaration[declare!=true], TSParameterProperty',
          message: 'Only erasable TypeScript: Node, Deno, esbuild and Vite run the same file.',
        },
      ],
    },
  },
  {
    // What asks for types. One program of the whole house, read once: an editor's project service, made for files that change, takes a
    // third longer. A script inside a page is in no program; `astro check` reads its types.
    files: ['**/*.{ts,tsx}'],
    ignores: ['**/*.astro/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  // Erased before it runs, so an import that is not erasable would be a value in the browser.
  { files: ['netlify/edge-functions/**'], rules: { 'no-restricted-globals': ['error', 'process', 'Buffer'] } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'src/testing/**', 'tests/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  ...astro.configs['flat/recommended'],
  {
    files: ['src/**/*.{ts,tsx,astro}'],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    plugins: { house },
    rules: { 'house/logical-only': 'error' },
  },
  {
    files: ['src/**/*.css'],
    languageOptions: { parser: cssText },
    plugins: { house },
    rules: { 'house/logical-only': 'error' },
  },
  {
    files: ['src/{islands,pages,layouts,components,views,local}/**/*.{tsx,astro}'],
    plugins: { 'better-tailwindcss': tailwind },
    settings: existsSync(entryPoint) ? { 'better-tailwindcss': { entryPoint } } : {},
    rules: {
      'better-tailwindcss/no-duplicate-classes': 'error',
      'better-tailwindcss/no-conflicting-classes': existsSync(entryPoint) ? 'error' : 'off',
    },
  },
);
