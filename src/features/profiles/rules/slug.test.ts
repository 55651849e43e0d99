import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSlug, reservedSlugs, slugAttempt, slugFrom } from './slug.ts';

test.each([
  ['Zainab Kareem', 'zainab-kareem'],
  ['  Élodie  O’Connor-Müller ', 'elodie-oconnor-muller'],
  ['زينب كريم', 'zynb-krym'],
  ['أحمد الجبوري', 'ahmd-aljbwry'],
  ['ئاکام عەلی', 'akam-aeli'],
  ['شیلان محەمەد', 'shilan-mhemed'],
  ['دیلان کوردستانی', 'dilan-kurdstani'],
  ['Kawa كاوة', 'kawa-kawa'],
  ['Straße & Söhne', 'strasse-sohne'],
  ['DJ 3li', 'dj-3li'],
  ['Admin', 'talent-admin'],
  ['new', 'talent-new'],
  ['X', 'talent-x'],
  ['李小龙', 'talent-page'],
  ['🎤🎧', 'talent-page'],
  ['../../etc/passwd', 'etc-passwd'],
])('%s is found at %s', (name, slug) => expect(slugFrom(name)).toBe(slug));

describe('whatever a name holds', () => {
  test('its address is plain, fits, and is nobody else’s word; with a number it still is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.constantFrom(...reservedSlugs)),
        fc.integer({ min: 1, max: 99_999 }),
        (name, attempt) => {
          expect(isSlug(slugFrom(name))).toBe(true);
          expect(isSlug(slugAttempt(slugFrom(name), attempt))).toBe(true);
        },
      ),
    );
  });
});
