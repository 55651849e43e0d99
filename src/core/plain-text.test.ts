import { expect, test } from 'vitest';
import { plainLine, plainText } from './plain-text.ts';

test.each([
  ['  Zainab  ', 'Zainab'],
  ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
  ['a\u2066b\u2069c\u0000d\u001Be', 'abcde'],
  ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['a\n\n\n\n\n\nb', 'a\n\n\nb'],
  ['e\u0301', 'é'],
  ['half \uD83D emoji, whole 🎤', 'half  emoji, whole 🎤'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  // Sorani and Persian need the non-joiner, mixed lines need the direction marks
  ['دەنووسم\u200Cەوە', 'دەنووسم\u200Cەوە'],
  ['(Erbil)\u200F', '(Erbil)\u200F'],
])('%j becomes %j', (typed, shown) => expect(plainText(typed)).toBe(shown));

test('a line is one line', () => expect(plainLine(' Studio \n\t Kawa\u2028X ')).toBe('Studio Kawa X'));
