import { AppError } from '../../../core/errors.ts';
import { fold } from '../../../core/fold.ts';

/*
 * Names that speak for the house. Only a whole name counts: Mawahib is a given name as well, and whoever is called Mawahib Ahmed or
 * works at a team of their own goes by it.
 */
const brands = ['mawahib', 'mowahib', 'mawaheb', 'مواهب', 'مەواهیب'];

/** What an address and a name may both not pretend to be. */
export const deskWords = [
  'admin',
  'support',
  'official',
  'staff',
  'operator',
  'moderator',
  'system',
  'security',
  'verified',
  'team',
] as const;

const desks = [
  ...deskWords,
  ...['admins', 'administrator', 'administration', 'operators', 'moderators', 'mod', 'help', 'service', 'care', 'desk'],
  ...['administrateur', 'administratrice', 'moderateur', 'moderatrice', 'officiel', 'assistance', 'equipe'],
  ...[
    'الدعم',
    'دعم',
    'الإدارة',
    'إدارة',
    'المشرف',
    'مشرف',
    'المشرفون',
    'المدير',
    'فريق',
    'الفريق',
    'الرسمي',
    'رسمي',
    'الرسمية',
    'خدمة',
  ],
  ...[
    'پشتگیری',
    'پشتیوانی',
    'بەڕێوەبەر',
    'بەڕێوەبەرایەتی',
    'ئەدمین',
    'أدمن',
    'ادمن',
    'سەرپەرشتیار',
    'تیم',
    'ستاف',
    'فەرمی',
  ],
];

/** Between the two, or beside them; alone they say nothing of the house. */
const besides = [
  ...[
    'the',
    'of',
    'at',
    'from',
    'by',
    'and',
    'app',
    'com',
    'iq',
    'ma',
    'customer',
    'client',
    'clients',
    'technical',
    'center',
  ],
  ...[
    'de',
    'du',
    'des',
    'la',
    'le',
    'les',
    'l',
    'centre',
    'من',
    'في',
    'العملاء',
    'الزبائن',
    'الفني',
    'تطبيق',
    'منصة',
    'موقع',
    'ی',
    'لە',
  ],
];

/** Letters of other alphabets that nobody tells from Latin ones, and figures that stand in for letters. */
const doubles: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ѕ: 's',
    м: 'm',
    т: 't',
    в: 'b',
    н: 'h',
    к: 'k',
    ԁ: 'd',
    ո: 'n',
  },
  ...{
    α: 'a',
    ο: 'o',
    ι: 'i',
    ν: 'v',
    ρ: 'p',
    τ: 't',
    μ: 'm',
    0: 'o',
    1: 'i',
    3: 'e',
    4: 'a',
    5: 's',
    '@': 'a',
    $: 's',
  },
};

const pressed = (text: string): string =>
  fold([...text.normalize('NFKC').toLowerCase()].map((letter) => doubles[letter] ?? letter).join('')).replaceAll(
    ' ',
    '',
  );

const anyOf = (words: readonly string[]): string =>
  [...new Set(words.map(pressed))].sort((a, b) => b.length - a.length).join('|');
/** The whole of a name, its spaces taken out, so that `M a w a h i b` and `MawahibSupport` are read as well. */
const ofTheHouse = new RegExp(`^(?:${anyOf([...brands, ...desks, ...besides])})+$`, 'u');
const speaksForIt = new RegExp(`${anyOf([...brands, ...desks])}`, 'u');

export function isHouseName(name: string): boolean {
  const line = pressed(name);
  return ofTheHouse.test(line) && speaksForIt.test(line);
}

export function refuseHouseNames(names: Readonly<Record<string, string | undefined>>): void {
  const taken = Object.entries(names).filter(([, name]) => name !== undefined && isHouseName(name));
  if (taken.length > 0)
    throw new AppError('name_reserved', {
      fields: Object.fromEntries(taken.map(([field]) => [field, ['house_name']])),
    });
}
