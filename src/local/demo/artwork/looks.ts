/** How a drawn portrait wears its head. Ensembles are drawn as three. */
export const looks = {
  scarf: [
    'zainab-al-rubaie',
    'ruaa-al-kaabi',
    'aseel-al-eidani',
    'um-sajjad-kitchen',
    'zahraa-al-musawi',
    'dar-lalla-malika',
    'zineb-tazi',
  ],
  long: [
    'lana-dilshad',
    'vian-sabah',
    'shahad-kadhim',
    'sirwa-mahmoud',
    'shler-dress',
    'salma-berrada',
    'tilila-oumarir',
    'berfin-zebari',
  ],
  curly: ['mariam-yousif', 'dania-hikmat', 'chopi-jamal', 'dj-kenza', 'shno-faraydun', 'hawjin-karim'],
  bun: [
    'tamara-al-khafaji',
    'rasha-shamoun',
    'leyla-bayatli',
    'nigar-hasan',
    'tara-bakhtiar',
    'ghita-el-fassi',
    'nadia-chentouf',
  ],
  cap: [
    'yasar-kerkuklu',
    'shvan-osman',
    'hamza-ould-derb',
    'ashur-benyamin',
    'yassine-ait-baha',
    'abdelilah-el-ouazzani',
    'jasim-al-hamdan',
  ],
  beard: [
    'mustafa-al-jubouri',
    'abdulkarim-al-khattat',
    'yasir-al-azzawi',
    'haydar-al-najafi',
    'sayyid-ridha-al-husseini',
    'yasir-al-hayali',
    'nineb-odisho',
    'diyar-studio',
    'rebin-ahmed',
  ],
  group: ['khashaba-al-faw', 'govend-duhok', 'hawraman-dance'],
} as const;
export type Look = keyof typeof looks | 'short';

export function lookOf(slug: string): Look {
  for (const [look, slugs] of Object.entries(looks)) if (slugs.some((one) => one === slug)) return look as Look; // keys of the table above
  return 'short';
}
