import type { PublicTalent } from '../features/discovery/schema.ts';

/** A few published people for tests of the pages: every script, with and without picture, services, reviews. */
const art = (seed: string, width: number, height: number): NonNullable<PublicTalent['avatar']> => ({
  url: `/demo/${seed}.svg`,
  width,
  height,
  alt: { en: 'Picture', ar: 'صورة', ckb: 'وێنە', fr: 'Image' },
});

const talent = (
  one: Partial<PublicTalent> & Pick<PublicTalent, 'slug' | 'displayName' | 'category' | 'city'>,
): PublicTalent => ({
  id: one.slug,
  headline: {},
  bio: {},
  languages: ['ar'],
  tags: [],
  timeZone: 'Asia/Baghdad',
  avatar: null,
  portfolio: [],
  services: [],
  rating: { average: null, count: 0 },
  reviews: [],
  nextFreeDays: [],
  asking: { noticeHours: 0, horizonDays: 365 },
  inquiriesFrom: 'everyone',
  casting: null,
  moreForMembers: false,
  updatedAt: '2026-11-20T09:00:00.000Z',
  ...one,
});

const dilan = talent({
  slug: 'dilan-karim',
  displayName: 'دیلان کەریم',
  category: 'photographer',
  city: 'sulaymaniyah',
  headline: {
    ckb: 'وێنەگری زەماوەند و ژیانی ڕۆژانە',
    en: 'Weddings and everyday life, in the light there is',
    ar: 'أصوّر الأعراس والحياة اليومية بضوئها',
  },
  bio: {
    ckb: 'دوازدە ساڵە لە سلێمانی و دەوروبەری وێنە دەگرم. حەز دەکەم زوو بێم، لەگەڵ خەڵک چا بخۆمەوە و پاشان کامێراکە دەربهێنم؛ ئەو کاتە وێنەکان ڕاستن.',
    en: 'I have photographed in and around Sulaymaniyah for twelve years. I come early, drink tea with everyone, and only then take out the camera: that is when pictures become true.',
    ar: 'أصوّر في السليمانية وما حولها منذ اثنتي عشرة سنة. أصل مبكراً وأشرب الشاي مع الجميع ثم أُخرج الكاميرا، وعندها تصدق الصور.',
  },
  languages: ['ckb', 'ar', 'en'],
  tags: ['زەماوەند', 'پۆرترێت', 'Documentary'],
  avatar: art('dilan', 480, 600),
  portfolio: [
    {
      id: 'p1',
      kind: 'image',
      media: art('p1', 900, 600),
      title: { ckb: 'بازاڕی گەورە، بەیانی', en: 'The great bazaar, morning' },
      description: { en: 'Before the shutters go up.' },
    },
    {
      id: 'p2',
      kind: 'image',
      media: art('p2', 600, 800),
      title: { ckb: 'بووکی هەڵەبجە', en: 'A bride in Halabja' },
      description: {},
    },
    {
      id: 'p3',
      kind: 'image',
      media: art('p3', 800, 800),
      title: { en: 'Newroz' },
      description: { en: 'Akre, March.' },
    },
    { id: 'p4', kind: 'image', media: art('p4', 900, 700), title: { en: 'Azmar road' }, description: {} },
  ],
  services: [
    {
      id: '0192f0a0-0000-7000-8000-000000000001',
      title: { ckb: 'وێنەگرتنی زەماوەند', en: 'Wedding day', ar: 'تصوير يوم العرس' },
      description: {
        ckb: 'لە بەیانییەوە تا کۆتایی ئاهەنگ، نزیکەی ٤٠٠ وێنەی ڕێکخراو.',
        en: 'From the morning to the last dance; about 400 finished pictures.',
        ar: 'من الصباح حتى آخر رقصة، نحو 400 صورة جاهزة.',
      },
      price: { amount: 750_000, currency: 'IQD' },
      durationMinutes: 600,
      place: 'on_site',
    },
    {
      id: '0192f0a0-0000-7000-8000-000000000002',
      title: { ckb: 'پۆرترێت', en: 'Portrait', ar: 'صورة شخصية' },
      description: { en: 'One hour outside, ten pictures.' },
      price: { amount: 90_000, currency: 'IQD' },
      durationMinutes: 90,
      place: 'studio',
    },
  ],
  rating: { average: 4.8, count: 23 },
  reviews: [
    {
      rating: 5,
      comment: 'زۆر سوپاس، وێنەکان لەوە جوانترن کە چاوەڕێمان دەکرد.',
      author: 'Shilan H.',
      at: '2026-10-02T10:00:00.000Z',
    },
    {
      rating: 4,
      comment: 'Came an hour early and left last. The pictures took three weeks, but they were worth it.',
      author: 'Sarah B.',
      at: '2026-09-11T10:00:00.000Z',
    },
    { rating: 5, comment: 'صور تشبهنا فعلاً.', author: 'علي م.', at: '2026-08-20T10:00:00.000Z' },
  ],
  asking: { noticeHours: 24, horizonDays: 120 },
  nextFreeDays: ['2026-11-24', '2026-11-25', '2026-11-28', '2026-12-01', '2026-12-02'],
});

const others: PublicTalent[] = [
  talent({
    slug: 'zahra-al-jubouri',
    displayName: 'زهراء الجبوري',
    category: 'event-host',
    city: 'baghdad',
    headline: {
      ar: 'مقدّمة حفلات ومؤتمرات، بالعربية والإنجليزية',
      en: 'Hosts conferences and evenings in Arabic and English',
    },
    bio: { ar: 'أقدّم الحفلات منذ عام 2014. أقرأ النص مرتين ثم أتركه، فالجمهور يسمع من ينظر إليه.' },
    languages: ['ar', 'en'],
    avatar: art('zahra', 480, 600),
    services: [
      {
        id: '0192f0a0-0000-7000-8000-000000000003',
        title: { ar: 'تقديم أمسية', en: 'Host an evening' },
        description: { ar: 'حتى أربع ساعات مع لقاء تحضيري.' },
        price: { amount: 400_000, currency: 'IQD' },
        durationMinutes: 240,
        place: 'on_site',
      },
    ],
    rating: { average: 5, count: 9 },
    nextFreeDays: ['2026-11-26'],
  }),
  talent({
    slug: 'yassine-el-idrissi',
    displayName: 'Yassine El Idrissi',
    category: 'musician',
    city: 'fes',
    timeZone: 'Africa/Casablanca',
    headline: { fr: 'Oud et malhoun, seul ou en quatuor', ar: 'عود وملحون' },
    bio: { fr: 'J’ai appris l’oud chez mon oncle à Fès. Je joue pour les mariages, les patios et ceux qui écoutent.' },
    languages: ['ar', 'fr', 'zgh'],
    avatar: art('yassine', 480, 600),
    services: [
      {
        id: '0192f0a0-0000-7000-8000-000000000004',
        title: { fr: 'Soirée en quatuor' },
        description: { fr: 'Deux fois quarante-cinq minutes.' },
        price: { amount: 450_050, currency: 'MAD' },
        durationMinutes: 90,
        place: 'on_site',
      },
    ],
    rating: { average: 4.6, count: 12 },
  }),
  talent({
    slug: 'rebin-aziz',
    displayName: 'Rebin Aziz',
    category: 'translator',
    city: 'erbil',
    headline: { en: 'Kurdish, Arabic, English: contracts and conversations', ckb: 'کوردی، عەرەبی، ئینگلیزی' },
    languages: ['ckb', 'ar', 'en'],
    services: [
      {
        id: '0192f0a0-0000-7000-8000-000000000005',
        title: { en: 'Interpreting, half a day' },
        description: {},
        price: { amount: 150_000, currency: 'IQD' },
        durationMinutes: 240,
        place: 'remote',
      },
    ],
  }),
  talent({
    // The page must bear what a person may type.
    slug: 'closing-tags',
    displayName: '</script><b>Ms “Quote” & Co</b>',
    category: 'writer',
    city: 'basra',
    headline: { en: '</script><img src=x onerror=alert(1)> <!-- & "quoted"' },
    bio: { en: 'Line one.\nLine two: <script>alert(1)</script>' },
    tags: ['<i>', '"'],
  }),
];

const extra = (
  ['singer', 'chef', 'calligrapher', 'makeup-artist', 'videographer', 'illustrator', 'dancer'] as const
).map((category, index) =>
  talent({
    ...dilan,
    slug: `example-${category}`,
    id: `example-${category}`,
    displayName:
      ['Sahar Nasser', 'شيرين خليل', 'هێمن ڕەسوڵ', 'Noor Haddad', 'Salma Bennani', 'Aram Othman', 'Hiba Saadi'][
        index
      ] ?? '',
    category,
    city: (['baghdad', 'mosul', 'erbil', 'basra', 'casablanca', 'duhok', 'najaf'] as const)[index] ?? 'baghdad',
    avatar: art(category, 480, 600),
    services: dilan.services.slice(0, 1),
    rating: { average: 4.9 - index / 10, count: 20 - index },
  }),
);

export const publicTalents: readonly PublicTalent[] = [dilan, ...others, ...extra];

/** As full as a profile gets: what the weight of a page is measured on. */
export const largestTalent: PublicTalent = {
  ...dilan,
  slug: 'largest',
  id: 'largest',
  bio: { en: `${dilan.bio.en ?? ''} `.repeat(8), ar: dilan.bio.ar ?? '', ckb: dilan.bio.ckb ?? '' },
  // as full as the free plan, of every kind, at the addresses real files have
  portfolio: Array.from({ length: 12 }, (_, index) => {
    const id = `0192f0a0-7b1${index % 10}-7c3d-9e${10 + index}-5f${70 - index}a3b41c0d`;
    const words = {
      title: { en: `Study number ${index} of the old town`, ar: `دراسة ${index} للمدينة القديمة` },
      description: { en: `Walls, doors and the people behind them, winter ${2000 + index}.` },
    };
    const url = (ending: string) => `/api/media/${id}/${(0x5a17c3b9e4 + index * 7_919_191).toString(16)}.${ending}`;
    if (index === 9)
      return {
        ...words,
        id,
        kind: 'video' as const,
        media: null,
        file: { url: url('mp4'), type: 'video/mp4' as const, width: 1280, height: 720, seconds: 48 },
      };
    if (index === 10)
      return {
        ...words,
        id,
        kind: 'audio' as const,
        media: null,
        file: { url: url('mp3'), type: 'audio/mpeg' as const, seconds: 95 },
      };
    if (index === 11)
      return {
        ...words,
        id,
        kind: 'link' as const,
        media: null,
        link: { provider: 'vimeo' as const, url: 'https://vimeo.com/76979871' },
      };
    return {
      ...words,
      id,
      kind: 'image' as const,
      media: { ...art('w', 2560, 1700 + 20 * index), url: url('jpg') },
      color: `#${(0x28_50_78 + index * 0x10_18_08).toString(16).padStart(6, '0').slice(-6)}`,
    };
  }),
  services: Array.from({ length: 8 }, (_, index) => ({
    id: `0192f0a0-0000-7000-8000-0000000001${10 + index}`,
    title: { en: `Assignment ${index + 1}: ${['portrait', 'wedding', 'press', 'stage'][index % 4]}` },
    description: {
      en: `Half of it is preparation, ${index + 2} people come along, and ${40 + index * 7} pictures stay with you.`,
    },
    price: { amount: 50_000 * (index + 1), currency: 'IQD' as const },
    durationMinutes: 60 + 45 * index,
    place: 'on_site' as const,
  })),
  reviews: Array.from({ length: 10 }, (_, index) => ({
    rating: 3 + (index % 3),
    comment: `Review ${index}: on time, calm, and ${['kind', 'exact', 'funny', 'patient'][index % 4]} with ${index + 3} nervous guests. We would ask again.`,
    author: `Guest ${'ABCDEFGHIJ'[index]}.`,
    at: `2026-0${1 + (index % 9)}-1${index % 10}T10:00:00.000Z`,
  })),
  moreForMembers: true,
  casting: {
    playingAgeFrom: 28,
    playingAgeTo: 38,
    heightCm: 174,
    hair: 'dark_brown',
    eyes: 'hazel',
    voice: 'baritone',
    skills: ['Riding', 'Driving licence', 'Stage combat', 'Oud', 'Swimming', 'Rock climbing', 'Dabke', 'Archery'],
    accents: ['Sorani', 'Baghdadi', 'Moslawi'],
    credits: Array.from({ length: 12 }, (_, index) => ({
      title: ['Dijla', 'The salt road', 'پەنجەرەکان', 'ليالي الموصل'][index % 4] ?? '',
      role: ['Salam', 'The driver', 'Karwan', 'أبو زينب'][index % 4] ?? '',
      kind: (['film', 'series', 'theatre', 'commercial'] as const)[index % 4] ?? 'film',
      year: 2025 - index,
      production: index % 2 ? 'Rafidain Films' : `House of images ${index}`,
    })),
  },
};
