import type { CategoryId } from '../../../features/discovery/categories.ts';
import type { CityId } from '../../../features/discovery/places.ts';
import type { Rhythm } from '../../../features/collections/rules/searches.ts';
import type { exampleIds } from '../../../features/examples.ts';

type Example = keyof typeof exampleIds;

/** Lists that customers of the demo keep; `by` of a talent: the colleague who put them in. */
export const toldLists: readonly {
  of: string;
  example?: Example;
  name: string;
  note?: string;
  daysAgo: number;
  talents: readonly { slug: string; note?: string; by?: 'colleague' }[];
}[] = [
  {
    of: 'sara-abdullah',
    name: 'زفاف أختي',
    note: 'نهاية الربيع، الحفل في حديقة بيت جدي.',
    daysAgo: 34,
    talents: [
      { slug: 'ruaa-al-kaabi', note: 'أعجبت أمي كثيراً، نسأل عن تجربة قبل العرس.' },
      { slug: 'zainab-al-rubaie' },
      { slug: 'dj-noor-imad', note: 'يعزف الجوبي إذا طُلب منه.' },
      { slug: 'tamara-al-khafaji' },
    ],
  },
  {
    of: 'munaf-casting',
    example: 'collection',
    name: 'مسلسل رمضان، الاختيار الأول',
    note: 'القراءة الأولى بعد أسبوعين في استوديو الكرادة.',
    daysAgo: 21,
    talents: [
      { slug: 'mariam-yousif', note: 'لدور الأخت الصغرى.' },
      { slug: 'zainab-al-rubaie', note: 'صور الكواليس.' },
      { slug: 'nigar-hasan', note: 'تتقن اللهجتين، نسأل عن السفر.' },
      { slug: 'hassan-abu-allawi' },
      { slug: 'salma-berrada' },
    ],
  },
  {
    of: 'munaf-casting',
    example: 'otherCollection',
    name: 'أصوات للدبلجة',
    daysAgo: 12,
    talents: [
      { slug: 'ali-al-samarrai', note: 'صوت الراوي.' },
      { slug: 'hawjin-karim' },
      { slug: 'driss-lahlou', note: 'للنسخة المغربية.' },
    ],
  },
  {
    of: 'tigris-energy',
    name: 'Staff evening in June',
    note: 'About 180 people in the garden of the club. Budget is approved.',
    daysAgo: 9,
    talents: [
      { slug: 'aseel-al-eidani', note: 'Hosted our opening in Basra, everybody asked for her again.' },
      { slug: 'um-sajjad-kitchen', by: 'colleague', note: 'Can she cook for 180?' },
      { slug: 'dj-noor-imad', by: 'colleague' },
      { slug: 'hassan-abu-allawi', by: 'colleague', note: 'Fifteen clean minutes, no politics.' },
    ],
  },
  {
    of: 'tigris-energy',
    name: 'Annual report',
    daysAgo: 4,
    talents: [
      { slug: 'haider-al-maliki', by: 'colleague' },
      { slug: 'diyar-studio', note: 'Did last year’s charts.' },
    ],
  },
  {
    of: 'claire-marchand',
    name: 'Tournage à Marrakech',
    note: 'Deux jours en mai, lumière du matin.',
    daysAgo: 16,
    talents: [
      { slug: 'yassine-ait-baha', note: 'Connaît les gardiens des Saadiens.' },
      { slug: 'dar-lalla-malika', note: 'Déjeuner de l’équipe, douze personnes.' },
      { slug: 'zineb-tazi' },
    ],
  },
];

/** What customers look for again and again. */
export const toldTalentSearches: readonly {
  of: string;
  example?: Example;
  name: string;
  category: CategoryId;
  city?: CityId;
  rhythm: Rhythm;
  daysAgo: number;
}[] = [
  {
    of: 'sara-abdullah',
    example: 'talentSearch',
    name: 'مصورون في بغداد',
    category: 'photographer',
    city: 'baghdad',
    rhythm: 'weekly',
    daysAgo: 30,
  },
  { of: 'sara-abdullah', name: 'مطربون', category: 'singer', rhythm: 'off', daysAgo: 18 },
  { of: 'munaf-casting', name: 'ممثلون من كل مكان', category: 'actor', rhythm: 'daily', daysAgo: 40 },
  {
    of: 'tigris-energy',
    name: 'Hosts in Basra',
    category: 'event-host',
    city: 'basra',
    rhythm: 'daily',
    daysAgo: 25,
  },
  {
    of: 'claire-marchand',
    name: 'Photographes à Marrakech',
    category: 'photographer',
    city: 'marrakech',
    rhythm: 'weekly',
    daysAgo: 14,
  },
];
