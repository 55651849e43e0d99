import type { Rule } from 'eslint';

/**
 * Arabic and Sorani mirror the page, so every horizontal side must be a logical one. Names only what mirrors: vertical
 * utilities (mt-, h-) mean the same in all four languages and stay in their usual spelling.
 */
const length = String.raw`(?:\d|px\b|auto\b|full\b|safe\b|\[|\(|--)`;
const utilities: readonly [RegExp, string][] = [
  [new RegExp(`^-?(?:scroll-)?m[lr]-${length}`), 'ms-/me-'],
  [new RegExp(`^(?:scroll-)?p[lr]-${length}`), 'ps-/pe-'],
  [new RegExp(`^-?(?:left|right)-${length}`), 'start-/end-'],
  [/^(?:text|float|clear)-(?:left|right)$/, 'text-start/text-end, float-start/float-end'],
  [/^rounded-(?:l|r|tl|tr|bl|br)(?:-|$)/, 'rounded-s/rounded-e/rounded-ss…'],
  [/^border-[lr](?:-|$)/, 'border-s/border-e'],
];

/** The utility without its variants (`md:hover:`) and its `!`; colons inside brackets belong to the value. */
const bare = (word: string) =>
  word.replace(/^(?:[^\s:[\]()]*(?:\[[^\]]*\]|\([^)]*\))?[^\s:[\]()]*:)+/, '').replace(/^!|!$/g, '');

export function physicalUtilities(text: string): { word: string; instead: string }[] {
  return text.split(/[\s"'`]+/).flatMap((word) => {
    const hit = utilities.find(([pattern]) => pattern.test(bare(word)));
    return hit ? [{ word, instead: hit[1] }] : [];
  });
}

const declarations =
  /(?<![\w-])(?:(?:margin|padding|scroll-margin|scroll-padding)-(?:left|right)|border-(?:left|right)(?:-(?:width|style|color))?|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b/g;

export function physicalDeclarations(css: string): { index: number; word: string }[] {
  const blank = css.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const found = [...blank.matchAll(declarations)].map((m) => ({ index: m.index, word: m[0] }));
  for (const apply of blank.matchAll(/@apply\s+([^;}]+)/g))
    for (const { word } of physicalUtilities(apply[1] ?? '')) found.push({ index: apply.index, word });
  return found;
}

/** ESLint has no CSS of its own: this parser hands the rule the bare text, which is all it reads. */
export const cssText = {
  meta: { name: 'css-text', version: '1' },
  parse(text: string) {
    const lines = text.split('\n');
    const end = { line: lines.length, column: lines.at(-1)?.length ?? 0 };
    const loc = { start: { line: 1, column: 0 }, end };
    return { type: 'Program', sourceType: 'module', body: [], tokens: [], comments: [], range: [0, text.length], loc };
  },
};

export const logicalOnly: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { physical: '`{{word}}` does not mirror in Arabic and Sorani{{instead}}.' },
  },
  create(context) {
    const { sourceCode } = context;
    const inStrings = (node: Rule.Node, text: string) => {
      for (const { word, instead } of physicalUtilities(text))
        context.report({ node, messageId: 'physical', data: { word, instead: `: use ${instead}` } });
    };
    const inCss = (css: string, offset: number) => {
      for (const { index, word } of physicalDeclarations(css)) {
        const loc = sourceCode.getLocFromIndex(offset + index);
        context.report({ loc, messageId: 'physical', data: { word, instead: ': use the logical property' } });
      }
    };
    return {
      Program() {
        if (context.filename.endsWith('.css')) inCss(sourceCode.text, 0);
        if (context.filename.endsWith('.astro'))
          for (const style of sourceCode.text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g))
            inCss(style[1] ?? '', style.index + style[0].indexOf('>') + 1);
      },
      Literal(node) {
        if (typeof node.value === 'string') inStrings(node, node.value);
      },
      TemplateElement(node) {
        inStrings(node, node.value.raw);
      },
      // An attribute of an Astro element is not a `Literal` to ESLint's own walker.
      JSXAttribute(node: Rule.Node & { value?: { type: string; value?: unknown } }) {
        if (context.filename.endsWith('.astro') && node.value?.type === 'JSXText')
          inStrings(node, String(node.value.value));
      },
    };
  },
};
