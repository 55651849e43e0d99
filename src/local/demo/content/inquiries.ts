import type { Locale } from '../../../core/locale.ts';
import type { exampleIds } from '../../../features/examples.ts';
import type { InquiryStatus } from '../../../features/messaging/rules/inquiries.ts';

export type ToldInquiry = {
  example?: keyof typeof exampleIds & `inquiry${string}`;
  talent: string;
  /** one of the talent's services, by its place; a general question when left out */
  service?: number;
  /** somebody with an account, or else a name */
  customer?: string;
  name?: string;
  locale: Locale;
  subject?: string;
  message: string;
  /** so many days ago */
  asked: number;
  status: InquiryStatus;
  isSpam?: boolean;
  held?: boolean;
  replies?: readonly (readonly [author: 'talent' | 'sender', minutesLater: number, reply: string])[];
};

/** Questions before a booking, as people write them. */
export const toldInquiries: readonly ToldInquiry[] = [
  {
    example: 'inquiryToAnswer',
    talent: 'zainab-al-rubaie',
    service: 0,
    name: 'Layla Hassan',
    locale: 'en',
    subject: 'A small wedding in a garden',
    message:
      'Hello Zainab, we marry on a Thursday in April, only forty people in my uncle’s garden in Adhamiya. Do you also come for three hours? You can reach me on 0770 555 0142.',
    asked: 2,
    status: 'unread',
  },
  {
    example: 'inquiryToFile',
    talent: 'zainab-al-rubaie',
    name: 'أبو تمارة',
    locale: 'ar',
    message: 'السلام عليكم، هل تصوّرين حفلات تخرج في الجامعة؟ العدد تقريبًا ستون شخصًا.',
    asked: 4,
    status: 'read',
  },
  {
    example: 'inquiryToFollowUp',
    talent: 'zainab-al-rubaie',
    service: 1,
    customer: 'sara-abdullah',
    locale: 'ar',
    subject: 'صور للعيادة',
    message: 'مرحبًا زينب، نحتاج صورًا هادئة لعيادتنا في المنصور، أربع غرف وفريق من خمسة أشخاص. هل يناسبك صباح جمعة؟',
    asked: 5,
    status: 'replied',
    replies: [['talent', 140, 'أهلًا سارة، نعم، الجمعة صباحًا ممتاز لأن العيادة فارغة. من أي ساعة تريدين أن نبدأ؟']],
  },
  {
    talent: 'zainab-al-rubaie',
    name: 'Hiba Nasser',
    locale: 'en',
    message: 'Do you teach? I would love to learn how you work with window light.',
    asked: 9,
    status: 'replied',
    replies: [
      [
        'talent',
        610,
        'Thank you, Hiba. Not regularly, but I hold a workshop each spring; I will announce it on this page.',
      ],
      ['sender', 1900, 'Then I will wait for spring.'],
    ],
  },
  {
    talent: 'zainab-al-rubaie',
    name: 'Promo Team',
    locale: 'en',
    subject: 'Rank first',
    message: 'We bring your page to the first place in one week, guaranteed. Ask for our prices at once.',
    asked: 11,
    status: 'unread',
    isSpam: true,
  },
  {
    example: 'inquiryToRelease',
    talent: 'zainab-al-rubaie',
    name: 'Studio Dijla',
    locale: 'en',
    message: 'We are looking for a second photographer for two days in May. Would you work with another team?',
    asked: 2,
    status: 'unread',
    held: true,
  },
  {
    example: 'inquiryToDiscard',
    talent: 'zainab-al-rubaie',
    name: 'Best Followers',
    locale: 'en',
    message: 'Ten thousand followers for your page until tomorrow, cheaper than anywhere.',
    asked: 3,
    status: 'unread',
    held: true,
  },
  {
    talent: 'rebin-ahmed',
    service: 0,
    name: 'کاژاو محەمەد',
    locale: 'ckb',
    message: 'سڵاو، چێشتخانەیەکی بچووکمان لە سلێمانی هەیە و مینیوی نوێمان دەوێت. بۆ دەرەوەی هەولێریش دێیت؟',
    asked: 2,
    status: 'unread',
  },
  {
    talent: 'rebin-ahmed',
    customer: 'karwan-jalal',
    locale: 'ckb',
    message: 'ڕێبین گیان، وێنەکانی جاری پێشوو زۆر جوان بوون. دەتوانیت هەموو وەرزێک جارێک بێیت؟',
    asked: 16,
    status: 'replied',
    replies: [['talent', 75, 'سوپاس کاروان. با سەرەتای هەر وەرزێک قسە بکەین، نرخێکی تایبەت بۆت دادەنێم.']],
  },
  {
    talent: 'mehdi-benjelloun',
    service: 0,
    name: 'Salma Idrissi',
    locale: 'fr',
    message:
      'Bonjour, nous préparons une vidéo de deux minutes pour une coopérative de tissage près d’Azilal. Vous déplacez-vous ?',
    asked: 3,
    status: 'read',
  },
  {
    talent: 'mehdi-benjelloun',
    customer: 'kenza-bennani',
    locale: 'fr',
    message: 'Bonjour Mehdi, le montage est-il compris dans le prix, et combien de corrections sont possibles ?',
    asked: 20,
    status: 'replied',
    replies: [['talent', 45, 'Bonjour Kenza, oui, avec deux passages de corrections. Au-delà, on en parle.']],
  },
  {
    talent: 'ruaa-al-kaabi',
    service: 0,
    name: 'أم جود',
    locale: 'ar',
    message: 'مرحبا رؤى، عندي حساسية من بعض الكريمات، هل تستعملين منتجات خاصة أم أجلب منتجاتي معي؟',
    asked: 2,
    status: 'unread',
  },
  {
    talent: 'dj-noor-imad',
    name: 'Ali Kamal',
    locale: 'en',
    message: 'Hi Noor, do you bring your own speakers for a hall of 300 people, and do you play Chobi as well?',
    asked: 6,
    status: 'replied',
    replies: [
      ['talent', 200, 'Yes to both. For 300 people I bring two more tops, it is in the price of the whole evening.'],
    ],
  },
  {
    talent: 'sirwa-mahmoud',
    name: 'Jonas Weber',
    locale: 'en',
    subject: 'School papers',
    message: 'I need two school certificates translated from Sorani into English, sworn, before the end of the month.',
    asked: 2,
    status: 'unread',
  },
  {
    talent: 'yasir-al-azzawi',
    customer: 'tigris-energy',
    locale: 'ar',
    message:
      'نخطط لفيلم عن السلامة في مواقع العمل، عشر دقائق بالعربية والإنكليزية. كم يستغرق عندكم من الفكرة إلى التسليم؟',
    asked: 8,
    status: 'archived',
    replies: [['talent', 320, 'ثمانية أسابيع عادة، منها أسبوعان للتصوير. أرسلوا لنا طلب حجز ونبدأ بجلسة عن الفكرة.']],
  },
];
