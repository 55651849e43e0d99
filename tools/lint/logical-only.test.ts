import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { physicalDeclarations, physicalUtilities } from './logical-only.ts';

test.each([
  'ml-2',
  'mr-auto',
  '-ml-px',
  'md:pl-4',
  'hover:md:pr-[3px]',
  'left-0',
  '-right-1',
  'right-(--gap)',
  'text-left',
  'sm:text-right',
  'rounded-l',
  'rounded-tr-lg',
  'border-l',
  'border-r-2',
  'float-left',
  'clear-right',
  'scroll-ml-2',
  '!ml-2',
  'ml-2!',
  'data-[side=a]:ml-2',
  '[&>p]:pl-2',
  'group-hover/x:left-1/2',
])('%s is refused', (word) => {
  expect(physicalUtilities(word)).toHaveLength(1);
});

test.each([
  'ms-2',
  'me-auto',
  'ps-4',
  'pe-4',
  'start-0',
  'end-1',
  'text-start',
  'rounded-s',
  'rounded-es-lg',
  'border-s',
  'mt-2',
  'h-4',
  'inset-x-0',
  'placement-left',
  'pl',
  'left',
  'left-to-right',
  'right-handed',
  'border-red-500',
  'border-lime-300',
  'rounded-lg',
  'mr-smith',
  'text-lead',
  'from-left',
])('%s is allowed', (word) => {
  expect(physicalUtilities(word)).toEqual([]);
});

test('css: physical declarations and @apply are refused, logical ones and comments are not', () => {
  const bad =
    'a{margin-left:1px} b{left:0} c{text-align: left} d{border-right:1px solid} e{@apply ml-2 p-1} f{float:right}';
  expect(physicalDeclarations(bad)).toHaveLength(6);
  const good =
    '/* left: 0 */ a{margin-inline-start:1px;inset-inline-start:0;text-align:start;--left:1px;scroll-padding-top:2px}';
  expect(physicalDeclarations(good)).toEqual([]);
});

test.each([
  ['src/islands/sample/sample.tsx', 'export const Sample = () => <p className="ml-2 font-bold">x</p>;\n'],
  ['src/islands/sample/sample.tsx', 'export const tone = { warm: `pl-4 ${"text-left"}` };\n'],
  ['src/components/Sample.astro', '---\n---\n\n<p class="md:pr-2">x</p>\n'],
  ['src/components/Sample.astro', '---\n---\n\n<p class:list={["text-right"]}>x</p>\n'],
  ['src/components/Sample.astro', '---\n---\n\n<p>x</p>\n<style>\n  p { left: 0; }\n</style>\n'],
  ['src/styles/sample.css', '.a {\n  padding-right: 1rem;\n}\n'],
])('the lint of this house fails on %s %#', async (filePath, code) => {
  const lint = new ESLint({
    overrideConfig: {
      languageOptions: filePath.endsWith('.tsx') ? { parserOptions: { projectService: false, project: null } } : {},
    },
    ruleFilter: ({ ruleId }) => ruleId === 'house/logical-only',
  });
  const [result] = await lint.lintText(code, { filePath });
  expect(result?.messages.filter((m) => m.fatal)).toEqual([]);
  expect(result?.messages.filter((m) => m.ruleId === 'house/logical-only').length).toBeGreaterThan(0);
});
