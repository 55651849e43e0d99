import { expect, test } from 'vitest';
import { plainLine, plainText, shortName } from './text.ts';

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

test('a line is one line', () => expect(plainLine(' a\n b\t c ')).toBe('a b c'));

test.each([
  ['Sara Al-Jubouri', 'Sara A.'],
  ['سارة محمد الجبوري', 'سارة ا.'],
  ['Nour', 'Nour'],
  ['', ''],
])('%s in public is %s', (name, shown) => expect(shortName(name)).toBe(shown));
