import { expect, test } from 'vitest';
import { isNamed, plainLine, plainText, shortName } from './text.ts';

const at = String.fromCodePoint;

test.each([
  ['a right-to-left override', `abc${at(0x202e)}fed`, 'abcfed'],
  ['isolates', `${at(0x2066)}x${at(0x2069)}`, 'x'],
  ['a zero-width space inside a number', `07${at(0x200b)}70`, '0770'],
  ['control characters', `a${at(0)}b${at(7)}c`, 'abc'],
  ['windows line ends', 'a\r\nb', 'a\nb'],
  ['a decomposed letter', `e${at(0x301)}`, at(0xe9)],
  ['trailing space', '  hello  \n', 'hello'],
  ['the non-joiner Kurdish words need', `می${at(0x200c)}خوێنم`, `می${at(0x200c)}خوێنم`],
  ['a family of four', '👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ['half a letter', `a${String.fromCharCode(0xd83d)}b${String.fromCharCode(0xdc00)}`, 'ab'],
  ['a joiner between letters', `a${at(0x200d)}b`, 'ab'],
])('%s', (_name, from, to) => expect(plainText(from)).toBe(to));

// one code point each: a test must be readable
test.each([0x200c, 0x200d, 0x115f, 0x1160, 0x3164, 0xffa0, 0x034f, 0x2800, 0xe0041, 0xfe0f, 0x180b, 0x301, 0x64e])(
  'U+%i alone is nothing, and nobody’s name',
  (code) => {
    expect(isNamed(plainLine(at(code).repeat(3)))).toBe(false);
    expect(isNamed(plainLine(` ${at(code)} Sara${at(code)}`))).toBe(true);
  },
);
test.each([
  ['nothing', '', false],
  ['signs', '!?…', false],
  ['an emoji', '🎉', false],
  ['what stands for letters nobody could read', at(0xfffd).repeat(4), false],
  ['one letter', 'س', true],
  ['a figure', '٧', true],
  ['letters and an emoji', 'DJ 🎧', true],
])('%s in a name', (_what, text, named) => expect(isNamed(plainLine(text))).toBe(named));

test('joiners stay where writing needs them and nowhere else', () => {
  const [apart, together] = [at(0x200c), at(0x200d)];
  for (const word of [`نه${apart}ورۆز`, `کورده${apart}`, `ه${together}`, `क्${together}ष`, '❤️', '1️⃣', '👩‍❤️‍👨', '👩🏽‍🎤'])
    expect(plainText(word)).toBe(word.normalize('NFC'));
  // the flag of a part of a country is spelled in tags
  const flag = at(0x1f3f4, 0xe0067, 0xe0062, 0xe0073, 0xe0063, 0xe0074, 0xe007f);
  expect(plainText(flag)).toBe(flag);
  expect(plainText(`Sa${apart}ra${together}`)).toBe('Sara');
  expect(plainText(`نه${apart}${apart}${together}و`)).toBe(`نه${apart}و`);
});

test('marks come a few at a time', () => {
  expect([...plainText(`Z${at(0x301).repeat(60)}`)].length).toBe(5);
  for (const word of ['مُحَمَّدٌ', 'Nguyễn Thị Ngọc Ánh', 'လျှို့ဝှက်', 'שָׁלוֹם'])
    expect(plainText(word)).toBe(word.normalize('NFC'));
});

test('a line is one line', () => expect(plainLine(' a\n b\t c ')).toBe('a b c'));

test.each([
  ['Sara Al-Jubouri', 'Sara A.'],
  ['سارة محمد الجبوري', 'سارة ا.'],
  ['Nour', 'Nour'],
  ['', ''],
])('%s in public is %s', (name, shown) => expect(shortName(name)).toBe(shown));
