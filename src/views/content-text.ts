import type { Locale } from '../core/locale.ts';

const asText = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/**
 * A rendered text made ready for its page: the operator's name in place of `{operator}`, links of the house in the
 * reader's language, anchors that are the same in every language, and tables that scroll by themselves on a phone.
 */
export function readable(
  html: string,
  { locale, operator, anchors }: { locale: Locale; operator: string; anchors: readonly string[] },
): string {
  let at = 0;
  return html
    .replaceAll('{operator}', () => asText(operator))
    .replace(/ href="\/(?!\/)/g, ` href="/${locale}/`)
    .replace(/<h([2-6]) id="[^"]*"/g, (_, depth: string) => `<h${depth} id="${anchors[at++] ?? `s${at}`}"`)
    .replace(/<table>/g, '<div class="scrolls" tabindex="0"><table>')
    .replace(/<\/table>/g, '</table></div>');
}
