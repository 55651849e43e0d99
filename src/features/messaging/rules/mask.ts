import { isInnocent } from './numbers.ts';
import { isUnseen, plainFace } from './plain-face.ts';

/*
 * Contact details are worth nothing until a booking is paid or a contact accepted (product.md 3.5). They are looked for in the
 * plain face of a text, where disguises have fallen, and dotted out in the text itself.
 */
const dots = '•••';

const at = String.raw`(?:\s*[\[({<]\s*(?:at|arobase)\s*[\])}>]\s*|\s+(?:at|arobase|آت|أت|ات|ئات)\s+|\s{0,3}@\s{0,3})`;
const dot = String.raw`(?:\s*[\[({<]\s*(?:\.|dot|point)\s*[\])}>]\s*|\s+(?:dot|point|نقطة|نقطه|دوت|خاڵ)\s+|\s?\.\s?)`;
const saidDot = String.raw`(?:\s*[\[({<]\s*(?:\.|dot|point)\s*[\])}>]\s*|\s+(?:dot|point|نقطة|نقطه|دوت|خاڵ)\s+|\s+\.\s*)`;
const name = String.raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+`;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
// endings that are no words of our languages after a full stop whose space was forgotten
const ending =
  'com|net|org|info|biz|io|app|dev|shop|store|site|online|website|xyz|link|live|tv|gg|ee|ly|iq|ma|fr|krd|eu|uk|ae|sa|eg|jo|lb|tr|ir|ai|art|photo|studio|agency';
const network =
  'insta(?:gram)?|snap(?:chat)?|telegram|tik\\s?tok|facebook|whats\\s?app|viber|signal|واتساب|واتس|انستا(?:غرام|كرام|جرام)?|إنستغرام|سناب(?:شات)?|تلغرام|تليجرام|تيليجرام|فيسبوك';
const over = String.raw`(?![\p{L}\p{N}])`;
const path = String.raw`(?:[/?#:][^\s]*)?`;

const patterns: readonly RegExp[] = [
  // name@mail.com, name (at) mail [dot] com, name at mail dot com
  new RegExp(
    String.raw`${name}(?:\s*[\[({<]\s*(?:at|arobase)\s*[\])}>]\s*|@\s{0,3}|\s{1,3}@\s{1,3})${label}(?:${dot}${label})+${over}`,
    'gu',
  ),
  new RegExp(String.raw`${name}${at}${label}(?:${saidDot}${label})+${over}`, 'gu'),
  // addresses of pages, with and without what stands before them
  /(?<![\p{L}\p{N}])(?:h(?:tt|xx)ps?|ftp)\s?:\s?\/\s?\/\s?\S+/gu,
  /(?<![\p{L}\p{N}])www\s?\.\s?\S+/gu,
  /(?<![\p{L}\p{N}])(?:wa|t|m|fb|ig)\s?\.\s?me(?![\p{L}\p{N}])(?:\s?\/\s?\S+)?/gu,
  /(?<![\p{L}\p{N}])(?:youtu\.be|bit\.ly|linktr\.ee)(?:\/\S+)?/gu,
  new RegExp(
    String.raw`(?<![\p{L}\p{N}@])(?:${label}\.)*[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]*\.(?:${ending})${over}${path}`,
    'gu',
  ),
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${label}\.)*[\p{L}\p{N}-]*[\p{L}][\p{L}\p{N}-]*${saidDot}(?:com|net|org|iq|krd|ma|fr)${over}`,
    'gu',
  ),
  new RegExp(String.raw`(?<![\p{L}\p{N}])[a-z0-9-]{2,}\.\s(?:com)${over}`, 'gu'),
  new RegExp(String.raw`(?<![\p{L}\p{N}])${label}(?:\.${label})*\.[a-z]{2,}\/[^\s]+`, 'gu'),
  // names on a network: after its sign, and where it is a name by its looks (a figure or a low line in it) after a space as well
  /(?<![\p{L}\p{N}.])@[\p{L}\p{N}_][\p{L}\p{N}_.]{2,}/gu,
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${network}|ig|fb|tg)\s{0,2}[:=@]\s{0,2}@?[\p{L}\p{N}_.+-]{3,}`, 'gu'),
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${network}|ig)\s{1,3}(?=[a-z.]{2,30}[\d_])[a-z\d_.]{3,30}${over}`, 'gu'),
];

// digits with whatever people put between them but letters and new lines
const between = String.raw`[^\p{L}\p{N}\n]{0,3}`;
const numbers = new RegExp(String.raw`(?<![\p{L}\p{N}])[+(]{0,2}\d(?:${between}\d){7,}(?!\d)`, 'gu');

const one =
  'zero|one|two|three|four|five|six|seven|eight|nine|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|صفر|واحد|اثنين|اثنان|ثلاثة|اربعة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|سفر|یەک|دوو|سێ|چوار|پێنج|شەش|حەوت|هەشت|نۆ';
const spoken = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:(?:${one}|\d)[\s,.-]+){6,}(?:${one}|\d)${over}`, 'gu');

// letters set apart: e x a m p l e . c o m
const apart =
  /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}@.](?:\s+|[_*|~-]+|(?=[.@])|(?<=[.@])(?![.@]))){5,}[\p{L}\p{N}](?![\p{L}\p{N}])/gu;
const hides = (run: string): boolean => {
  const together = run.replace(/[\s_*|~-]+/gu, '');
  return patterns.some((pattern) => together.search(pattern) >= 0) || /\d{8,}/.test(together);
};

type Span = readonly [from: number, to: number];

function spansOf(face: string): Span[] {
  const spans: Span[] = [];
  const find = (pattern: RegExp, counts: (found: string, at: number) => boolean = () => true) => {
    for (const found of face.matchAll(pattern))
      if (counts(found[0], found.index)) spans.push([found.index, found.index + found[0].length]);
  };
  for (const pattern of patterns) find(pattern);
  find(numbers, (found, from) => !isInnocent(found, face.slice(from + found.length), face.slice(0, from)));
  find(spoken);
  find(apart, hides);
  return spans.sort(([a], [b]) => a - b);
}

/** Addresses, numbers, links and names on networks give way to dots; prices, days, times and sizes stay. */
export function maskContacts(text: string): string {
  const { face, source } = plainFace(text);
  let masked = '';
  let done = 0;
  for (const [from, to] of spansOf(face)) {
    let start = source[from] ?? text.length;
    while (start > done && isUnseen(text.slice(start - 1, start))) start -= 1;
    const end = source[to] ?? text.length;
    if (end <= done) continue;
    if (start >= done) masked += text.slice(done, start) + dots;
    done = end;
  }
  return masked + text.slice(done);
}

/** What a reader is shown who may not know contacts yet, as it is kept beside the words; null: there is nothing to mask. */
export const maskedOrNull = (text: string): string | null => {
  const masked = maskContacts(text);
  return masked === text ? null : masked;
};
