import type { Locale } from '../../../core/locale.ts';
import type { CategoryId } from '../../../features/discovery/categories.ts';
import type { CityId } from '../../../features/discovery/places.ts';
import type { exampleIds } from '../../../features/examples.ts';
import type { Visibility } from '../../../features/messaging/rules/requests.ts';
import type { ClosedReason } from '../../../features/requests/rules.ts';

type Example = keyof typeof exampleIds;

/** Hours are counted from the opening; `day` from the day of loading. */
export type ToldProposal = {
  by: string;
  after: number;
  amount: number;
  day: number;
  at: string;
  minutes: number;
  service?: number;
  text: string;
  example?: Example;
  /** hours after the opening at which its owner first saw it */
  read?: number;
  end?: { what: 'withdrawn' | 'accepted'; after: number };
};
export type ToldRequest = {
  key: string;
  example?: Example;
  by: string;
  locale: Locale;
  title: string;
  description: string;
  category: CategoryId | null;
  city: CityId | null;
  place: string;
  /** days from the day of loading */
  starts: number | null;
  ends?: number;
  budget: readonly [least: number | null, most: number] | null;
  visibility: Visibility;
  contact: { name: string; phone: string; email: boolean };
  /** days before the day of loading; null: a draft */
  opened: number | null;
  closed?: { reason: ClosedReason; daysAgo: number };
  checked: boolean;
  unlocks: readonly (readonly [talent: string, after: number, example?: Example])[];
  said: readonly { by: string; after: number; text: string; to?: string; example?: Example }[];
  proposals: readonly ToldProposal[];
  /** somebody who unlocked it asks an operator to look */
  reported?: { by: string; after: number; note: string };
};

const quiet = { unlocks: [], said: [], proposals: [] } as const;

/** What customers of the demo look for, from a first sentence to a closed deal. */
export const toldRequests: readonly ToldRequest[] = [
  {
    key: 'sara draft',
    example: 'draftRequest',
    by: 'sara-abdullah',
    locale: 'ar',
    title: 'تصوير افتتاح عيادة أسنان',
    description:
      'نفتتح العيادة مساء الخميس بحضور حوالي أربعين ضيفاً. نريد صوراً هادئة للاستقبال والغرف والطاقم، مع صورتين أو ثلاث تصلح لواجهة الصفحة. لا نحتاج فيديو.',
    category: 'photographer',
    city: 'baghdad',
    place: 'الكرادة، شارع 62، الطابق الثاني',
    starts: 24,
    budget: [150_000, 300_000],
    visibility: 'transparent',
    contact: { name: 'سارة', phone: '+9647701234501', email: false },
    opened: null,
    checked: false,
    ...quiet,
  },
  {
    key: 'sara second draft',
    example: 'requestToDelete',
    by: 'sara-abdullah',
    locale: 'ar',
    title: 'عازف عود لعشاء عائلي',
    description: 'عشاء بالبيت لعشرين شخصاً، نريد عوداً منفرداً لساعة ونصف.',
    category: null,
    city: null,
    place: '',
    starts: null,
    budget: null,
    visibility: 'transparent',
    contact: { name: '', phone: '', email: false },
    opened: null,
    checked: false,
    ...quiet,
  },
  {
    key: 'sara calligraphy',
    example: 'requestToClose',
    by: 'sara-abdullah',
    locale: 'ar',
    title: 'لوحة خط لصالة انتظار',
    description:
      'بيت شعر للجواهري بخط الثلث على ورق مقهّر، بقياس متر في سبعين، يعلّق في صالة انتظار العيادة. نحب أن نرى مسودة قبل التنفيذ، والإطار علينا.',
    category: 'calligrapher',
    city: 'baghdad',
    place: 'الكرادة، داخل',
    starts: 30,
    budget: [null, 450_000],
    visibility: 'transparent',
    contact: { name: 'سارة عبد الله', phone: '+9647701234501', email: true },
    opened: 2,
    checked: true,
    ...quiet,
  },
  {
    key: 'sara birthday',
    example: 'requestToReopen',
    by: 'sara-abdullah',
    locale: 'ar',
    title: 'فقرة كوميدية لعيد ميلاد أبي السبعين',
    description:
      'نصف ساعة من الضحك النظيف أمام العائلة، ثلاثون شخصاً من ثلاثة أجيال. والدي مهندس متقاعد ويحب النكات عن الحر والمولدات. أجّلنا الموعد إلى أن يعود أخي من السفر.',
    category: 'comedian',
    city: 'baghdad',
    place: 'المنصور، بيت العائلة',
    starts: 33,
    budget: [200_000, 350_000],
    visibility: 'transparent',
    contact: { name: 'سارة', phone: '', email: true },
    opened: 12,
    closed: { reason: 'withdrawn', daysAgo: 5 },
    checked: true,
    unlocks: [['hassan-abu-allawi', 20]],
    said: [],
    proposals: [
      {
        by: 'hassan-abu-allawi',
        after: 26,
        amount: 250_000,
        day: 33,
        at: '19:00',
        minutes: 30,
        service: 0,
        read: 40,
        text: 'نصف ساعة على مقاس العائلة. أحتاج مكالمة قصيرة قبلها لأعرف من يُمزح معه ومن لا.',
      },
    ],
  },
  {
    key: 'sara family film',
    example: 'openRequest',
    by: 'sara-abdullah',
    locale: 'ar',
    title: 'جلسة تصوير للعائلة في حديقة الزوراء',
    description:
      'اثنا عشر شخصاً بين جدة وأحفاد، ساعتان قبل الغروب في الحديقة. نريد صورة كبيرة تُطبع للصالة، وصوراً عفوية للأطفال وهم يلعبون. الجدة تمشي بعكاز، فالمكان يجب أن يكون قريباً من الموقف. للتفاصيل راسلوني على sara.abdullah@mail.example.',
    category: 'photographer',
    city: 'baghdad',
    place: 'متنزه الزوراء، الباب القريب من المسرح',
    starts: 16,
    ends: 18,
    budget: [150_000, 250_000],
    visibility: 'transparent',
    contact: { name: 'سارة', phone: '+9647701234501', email: false },
    opened: 1,
    checked: true,
    ...quiet,
  },
  {
    key: 'sara clinic album',
    example: 'unlockedRequest',
    by: 'sara-abdullah',
    locale: 'ar',
    title: 'صور لفريق العيادة وموقعها الجديد',
    description:
      'ستة أطباء وأربع مساعدات، صورة لكل واحد بخلفية فاتحة وصورة جماعية، وعشر صور للغرف والأجهزة. العيادة تعمل صباحاً، فالتصوير بعد الرابعة أو يوم الجمعة. الصور للموقع ولشاشة الاستقبال.',
    category: 'photographer',
    city: 'baghdad',
    place: 'الكرادة، شارع 62، فوق الصيدلية',
    starts: 20,
    ends: 27,
    budget: [300_000, 600_000],
    visibility: 'transparent',
    contact: { name: 'سارة عبد الله', phone: '+9647701234501', email: true },
    opened: 4,
    checked: true,
    unlocks: [
      ['zainab-al-rubaie', 3, 'unlockToAnswer'],
      ['yasir-al-azzawi', 9],
      ['ruaa-al-kaabi', 22],
    ],
    said: [
      {
        by: 'sara-abdullah',
        after: 1,
        text: 'أهلاً بالجميع. من يفتح الطلب فليقل لي رجاءً كم ساعة يحتاج، لأن الجمعة نعقّم الغرف ظهراً.',
      },
      {
        by: 'zainab-al-rubaie',
        after: 4,
        text: 'مرحباً سارة، أربع ساعات تكفي لعشرة أشخاص والغرف. هل الإضاءة في الغرف بيضاء كلها أم فيها نوافذ؟',
      },
      {
        by: 'sara-abdullah',
        after: 6,
        to: 'zainab-al-rubaie',
        text: 'غرفتان فيهما نافذة على الشارع، والباقي إضاءة بيضاء. الجمعة من الرابعة مناسبة لك؟',
      },
      {
        by: 'yasir-al-azzawi',
        after: 11,
        text: 'Hello Sara, we could bring two lamps and a grey backdrop, so that all ten portraits match. Three and a half hours with an assistant.',
      },
      {
        by: 'zainab-al-rubaie',
        after: 28,
        text: 'نعم، الجمعة من الرابعة. أجلب معي خلفية رمادية وإضاءة ناعمة، ورقمي 0770 555 1212 إن تغيّر الموعد.',
        example: 'requestMessageToRead',
      },
    ],
    proposals: [
      {
        by: 'ruaa-al-kaabi',
        after: 30,
        amount: 200_000,
        day: 20,
        at: '16:00',
        minutes: 150,
        text: 'لست مصوّرة، لكني أجهّز العشرة للكاميرا: بشرة مضبوطة للإضاءة البيضاء، ربع ساعة لكل واحد.',
      },
    ],
  },
  {
    key: 'sara henna',
    example: 'requestWithProposals',
    by: 'sara-abdullah',
    locale: 'ar',
    title: 'تصوير حنّة أختي في البيت',
    description:
      'حنّة نسائية لستين مدعوّة في بيتنا، مصوّرة لا مصوّر، من السادسة إلى التاسعة. نريد الصور خلال أسبوع ولا نريد نشر شيء منها. الدي جي موجود.',
    category: 'photographer',
    city: 'baghdad',
    place: 'المنصور، خلف الأميرات',
    starts: 21,
    budget: [300_000, 450_000],
    visibility: 'private',
    contact: { name: 'سارة', phone: '+9647701234501', email: false },
    opened: 3,
    checked: true,
    unlocks: [
      ['zainab-al-rubaie', 2],
      ['mariam-yousif', 20],
    ],
    said: [
      {
        by: 'zainab-al-rubaie',
        after: 3,
        text: 'سارة، صوّرت حنّات كثيرة ولا أنشر شيئاً بلا إذن مكتوب. هل يوجد مكان فيه ضوء طبيعي قبل المغرب؟ رقمي 0770 555 1212.',
      },
      {
        by: 'sara-abdullah',
        after: 5,
        to: 'zainab-al-rubaie',
        text: 'نعم، الطارمة تفتح على الحديقة. اتصلي بي مساءً إن أحببتِ.',
      },
    ],
    proposals: [
      {
        by: 'zainab-al-rubaie',
        after: 7,
        amount: 350_000,
        day: 21,
        at: '18:00',
        minutes: 180,
        service: 1,
        example: 'proposalActive',
        text: 'ثلاث ساعات من السادسة، ثمانون صورة معدّلة خلال ستة أيام في معرض بكلمة سر. لا يُنشر منها شيء.',
      },
      {
        by: 'mariam-yousif',
        after: 24,
        amount: 400_000,
        day: 21,
        at: '18:00',
        minutes: 180,
        text: 'I bring a friend who photographs women’s evenings, and help your sister with her poses myself.',
      },
    ],
  },
  {
    key: 'omar engagement film',
    by: 'omar-al-dulaimi',
    locale: 'ar',
    title: 'مصوّر لخطوبة ابن عمي في الأعظمية',
    description:
      'خطوبة عصرية في بيت العروس، حوالي خمسين شخصاً. نريد صور الدخول والخواتم والعائلتين، ومقطعاً قصيراً عمودياً للستوري إن أمكن.',
    category: 'photographer',
    city: 'baghdad',
    place: 'الأعظمية، قرب الإمام الأعظم',
    starts: 26,
    budget: [250_000, 400_000],
    visibility: 'transparent',
    contact: { name: 'عمر', phone: '+9647801234502', email: false },
    opened: 5,
    checked: true,
    unlocks: [['zainab-al-rubaie', 6]],
    said: [{ by: 'zainab-al-rubaie', after: 7, text: 'مبارك مقدماً. هل الدخول بعد المغرب أم قبله؟' }],
    proposals: [
      {
        by: 'zainab-al-rubaie',
        after: 9,
        amount: 350_000,
        day: 26,
        at: '17:00',
        minutes: 180,
        service: 1,
        read: 30,
        example: 'proposalToWithdraw',
        text: 'ثلاث ساعات مع مقطع عمودي دقيقة واحدة، التسليم خلال عشرة أيام.',
      },
    ],
  },
  {
    key: 'claire workshops',
    example: 'requestToCheck',
    by: 'claire-marchand',
    locale: 'fr',
    title: 'Interprète pour six jours de tournage dans les ateliers d’Erbil',
    description:
      'Documentaire sur les artisans de la citadelle : un chaudronnier, deux tisserandes, un luthier. Je cherche quelqu’un qui parle sorani et français ou anglais, patient avec les silences, et qui sache rester hors champ. Six jours de suite, départ à sept heures.',
    category: 'translator',
    city: 'erbil',
    place: 'Citadelle d’Erbil, entrée sud',
    starts: 18,
    ends: 23,
    budget: [600_000, 900_000],
    visibility: 'transparent',
    contact: { name: 'Claire', phone: '', email: true },
    opened: 1,
    checked: false,
    unlocks: [['sirwa-mahmoud', 8]],
    said: [],
    proposals: [
      {
        by: 'sirwa-mahmoud',
        after: 10,
        amount: 780_000,
        day: 18,
        at: '09:00',
        minutes: 480,
        text: 'پێنج ساڵە لەگەڵ تیمی دۆکیومێنتاری کار دەکەم، فەڕەنسی و سۆرانی. شەش ڕۆژ، هەر ڕۆژێک هەشت کاتژمێر.',
      },
    ],
  },
  {
    key: 'leila deposit',
    example: 'requestToRemove',
    by: 'leila-casting',
    locale: 'fr',
    title: 'Visages pour une campagne internationale',
    description:
      'Grande marque, nom communiqué plus tard. Cachet très élevé pour deux heures de pose. Pour réserver votre place, un dépôt de dossier est demandé avant le casting ; contactez-moi vite au 06 12 34 56 78.',
    category: 'model',
    city: 'casablanca',
    place: 'Communiqué après le dépôt',
    starts: 15,
    budget: [2_000_000, 5_000_000],
    visibility: 'private',
    contact: { name: 'Leïla', phone: '+212612345678', email: false },
    opened: 2,
    checked: false,
    unlocks: [['ghita-el-fassi', 4]],
    said: [
      {
        by: 'leila-casting',
        after: 6,
        to: 'ghita-el-fassi',
        text: 'Bonjour Ghita, il reste deux places. Le dépôt est de 500 dirhams, par virement ce soir, sinon je donne la place.',
      },
    ],
    proposals: [],
    reported: { by: 'ghita-el-fassi', after: 8, note: 'La même personne, la même histoire de dépôt.' },
  },
  {
    key: 'karwan menu',
    by: 'karwan-jalal',
    locale: 'ckb',
    title: 'وێنەگرتنی مینیوی زستانەی کەبابخانە',
    description:
      'دوازدە خواردنی نوێ و سێ شۆربا، لەسەر مێزی دار و بە ڕووناکیی سروشتی. چێشتخانەکەمان پێش نیوەڕۆ چۆڵە، بۆیە وێنەگرتن دەبێت لە نێوان هەشت و یانزەدا بێت. وێنەکان بۆ مینیو و بۆ ئینستاگرامن.',
    category: 'photographer',
    city: 'erbil',
    place: 'شەقامی شێست مەتری، تەنیشت بازاڕی سەوزە',
    starts: 14,
    ends: 20,
    budget: [250_000, 500_000],
    visibility: 'transparent',
    contact: { name: 'کاروان', phone: '+9647501234503', email: false },
    opened: 6,
    checked: true,
    unlocks: [
      ['rebin-ahmed', 4],
      ['shvan-osman', 12],
      ['nineb-odisho', 30],
    ],
    said: [
      {
        by: 'rebin-ahmed',
        after: 5,
        text: 'سڵاو کاک کاروان، دەتوانین دوو بەیانی کار بکەین. قاپەکانی خۆتان بەکار دەهێنین یان قاپی من؟',
      },
      {
        by: 'karwan-jalal',
        after: 7,
        text: 'قاپی سفاڵی کۆیەمان هەیە، حەزدەکەین ئەوانە دەربکەون. بۆ هەمووان: بەیانیان تا یانزە کاتمان هەیە.',
      },
      {
        by: 'shvan-osman',
        after: 14,
        text: 'ئێمە ڤیدیۆی کورتیش دەگرین، هەر خواردنێک پازدە چرکە. ئەگەر پێویستتان بێت نرخێکی جیا دەنێرم.',
      },
      { by: 'karwan-jalal', after: 20, to: 'shvan-osman', text: 'سوپاس، جارێ تەنها وێنەمان دەوێت.' },
    ],
    proposals: [
      {
        by: 'rebin-ahmed',
        after: 26,
        amount: 450_000,
        day: 15,
        at: '10:00',
        minutes: 180,
        service: 0,
        read: 44,
        text: 'دوو بەیانی، پازدە خواردن، هەر یەکەیان سێ وێنەی دەستکاریکراو، لە ماوەی هەفتەیەکدا.',
      },
    ],
  },
  {
    key: 'kenza wedding film',
    by: 'kenza-bennani',
    locale: 'fr',
    title: 'Un film de dix minutes pour les quarante ans de mes parents',
    description:
      'Anniversaire de mariage dans le jardin de la maison, une soixantaine d’invités. Je voudrais un film court, sans musique trop forte, avec la voix de ma mère qui raconte leur rencontre. Il faudrait venir la filmer la veille, une heure.',
    category: 'videographer',
    city: 'casablanca',
    place: 'Anfa, boulevard de l’Océan',
    starts: 25,
    ends: 26,
    budget: [600_000, 1_000_000],
    visibility: 'transparent',
    contact: { name: 'Kenza Bennani', phone: '+212661234504', email: true },
    opened: 9,
    closed: { reason: 'filled', daysAgo: 1 },
    checked: true,
    unlocks: [
      ['mehdi-benjelloun', 6],
      ['driss-lahlou', 16],
    ],
    said: [
      {
        by: 'mehdi-benjelloun',
        after: 8,
        text: 'Bonjour Kenza, belle idée de partir de sa voix. Aurait-elle des photos de l’époque que je puisse filmer chez elle ?',
      },
      {
        by: 'kenza-bennani',
        after: 10,
        text: 'Une boîte entière, et un film super-8 que personne n’a revu depuis 1986.',
      },
      { by: 'mehdi-benjelloun', after: 11, text: 'Je sais où le faire numériser, comptez quatre jours.' },
    ],
    proposals: [
      {
        by: 'mehdi-benjelloun',
        after: 30,
        amount: 850_000,
        day: 25,
        at: '10:00',
        minutes: 540,
        service: 0,
        read: 50,
        text: 'La veille une heure avec votre mère, le jour même jusqu’au gâteau, dix minutes montées en trois semaines. Le super-8 est compris.',
        end: { what: 'accepted', after: 192 },
      },
      {
        by: 'driss-lahlou',
        after: 40,
        amount: 300_000,
        day: 25,
        at: '16:00',
        minutes: 120,
        read: 50,
        text: 'Je peux enregistrer et nettoyer la voix de votre mère, et la lire avec elle si elle est émue.',
      },
    ],
  },
  {
    key: 'al manar audio',
    by: 'fondation-al-manar',
    locale: 'fr',
    title: 'Voix pour un audioguide destiné aux enfants',
    description:
      'Quarante stations d’une minute, en français, pour des visiteurs de sept à douze ans. Nous cherchons une voix qui raconte et n’enseigne pas. Les textes sont écrits ; l’enregistrement peut se faire à distance si le son est propre.',
    category: 'voice-artist',
    city: 'rabat',
    place: 'À distance, ou au studio de la fondation à Casablanca',
    starts: 19,
    ends: 40,
    budget: [800_000, 1_500_000],
    visibility: 'private',
    contact: { name: 'Service des publics', phone: '', email: true },
    opened: 7,
    checked: true,
    unlocks: [
      ['salma-berrada', 9],
      ['driss-lahlou', 12],
    ],
    said: [
      {
        by: 'salma-berrada',
        after: 11,
        text: 'Bonjour, je suis comédienne et je lis souvent pour les classes. Puis-je vous envoyer deux stations enregistrées chez moi ?',
      },
      {
        by: 'fondation-al-manar',
        after: 26,
        to: 'salma-berrada',
        text: 'Très volontiers, prenez la station du luthier et celle du puits.',
      },
      {
        by: 'fondation-al-manar',
        after: 27,
        text: 'À toutes et à tous : nous déciderons à la fin de la semaine prochaine.',
      },
    ],
    proposals: [
      {
        by: 'driss-lahlou',
        after: 20,
        amount: 1_300_000,
        day: 19,
        at: '10:00',
        minutes: 180,
        service: 2,
        read: 30,
        text: 'Quarante stations en trois séances, corrections comprises pendant un mois.',
        end: { what: 'withdrawn', after: 52 },
      },
      {
        by: 'driss-lahlou',
        after: 53,
        amount: 1_150_000,
        day: 20,
        at: '10:00',
        minutes: 180,
        service: 2,
        text: 'J’avais compté deux langues : pour le français seul, voici mon prix. Trois séances, corrections comprises.',
      },
      {
        by: 'salma-berrada',
        after: 60,
        amount: 1_200_000,
        day: 21,
        at: '10:00',
        minutes: 240,
        text: 'Deux voix, la mienne et celle d’un enfant de dix ans avec qui je joue depuis un an.',
      },
    ],
  },
  {
    key: 'tigris gala',
    by: 'tigris-energy',
    locale: 'en',
    title: 'Bilingual host for our safety awards evening',
    description:
      'Two hundred guests from four sites, Arabic and English, about two hours with twelve short awards. We need somebody who can pronounce every name on the list, keep ministers to three minutes and make the crane drivers laugh. Rehearsal the same afternoon.',
    category: 'event-host',
    city: 'baghdad',
    place: 'Babylon Hotel, ballroom',
    starts: 28,
    budget: [400_000, 900_000],
    visibility: 'transparent',
    contact: { name: 'Events desk', phone: '+9647901234505', email: true },
    opened: 8,
    checked: true,
    unlocks: [
      ['karrar-al-tamimi', 5],
      ['hassan-abu-allawi', 18],
      ['yasir-al-azzawi', 40],
    ],
    said: [
      { by: 'karrar-al-tamimi', after: 6, text: 'مساء الخير، هل النص بالعربية جاهز أم تريدون أن أكتبه معكم؟' },
      { by: 'tigris-energy', after: 20, text: 'The English is ready. We would be glad if the host wrote the Arabic.' },
      { by: 'karrar-al-tamimi', after: 22, text: 'تمام، أكتبه خلال يومين من وصول القائمة.' },
      {
        by: 'yasir-al-azzawi',
        after: 44,
        text: 'We could film the evening as well and cut a three-minute piece for your sites. Would that help?',
      },
    ],
    proposals: [
      {
        by: 'karrar-al-tamimi',
        after: 48,
        amount: 700_000,
        day: 28,
        at: '17:00',
        minutes: 240,
        service: 1,
        read: 70,
        text: 'تقديم بلغتين مع كتابة النص العربي وبروفة بعد الظهر.',
      },
      {
        by: 'hassan-abu-allawi',
        after: 50,
        amount: 500_000,
        day: 28,
        at: '18:00',
        minutes: 120,
        text: 'خمس دقائق ضحك بين كل ثلاث جوائز، بلا إحراج لأحد. أقدّم مع كرّار إن أحببتم.',
      },
    ],
  },
  {
    key: 'two rivers map',
    by: 'two-rivers-ngo',
    locale: 'en',
    title: 'Illustrated map of the marsh villages',
    description:
      'A printed map for schools, A1, showing twelve villages, the birds one meets and where the water is safe. Drawn by hand, readable by nine-year-olds, in Arabic and English.',
    category: 'illustrator',
    city: 'mosul',
    place: 'Remote',
    starts: 10,
    ends: 40,
    budget: [700_000, 1_200_000],
    visibility: 'transparent',
    contact: { name: 'Programme team', phone: '', email: true },
    opened: 33,
    closed: { reason: 'expired', daysAgo: 3 },
    checked: true,
    unlocks: [['rasha-shamoun', 50]],
    said: [],
    proposals: [
      {
        by: 'rasha-shamoun',
        after: 60,
        amount: 1_000_000,
        day: 12,
        at: '10:00',
        minutes: 480,
        service: 0,
        text: 'Twelve villages in watercolour with lettering in both languages; a sketch after ten days, the finished map after six weeks.',
      },
    ],
  },
  {
    key: 'shilan party',
    by: 'shilan-aziz',
    locale: 'ckb',
    title: 'سەماکار بۆ ئاهەنگێکی تایبەت',
    description: 'ئاهەنگێکی داخراو، شوێنەکەی دواتر دەڵێین. تەنها بە تەلەفۆن ڕێک دەکەوین: 0750 111 22 33.',
    category: 'dancer',
    city: 'erbil',
    place: 'دواتر',
    starts: 9,
    budget: [300_000, 600_000],
    visibility: 'private',
    contact: { name: '', phone: '+9647501112233', email: false },
    opened: 14,
    closed: { reason: 'removed', daysAgo: 13 },
    checked: false,
    unlocks: [['govend-duhok', 5]],
    said: [],
    proposals: [],
  },
  {
    key: 'hanar singers',
    by: 'hanar-festival',
    locale: 'ckb',
    title: 'دەنگبێژ بۆ شەوی کۆتایی فێستیڤاڵ',
    description:
      'شەوی کۆتایی لە گۆڕەپانی سەرا، نزیکەی هەشت سەد کەس. دەنگێکمان دەوێت کە هەم مەقام بزانێت و هەم گۆرانیی نوێ، لەگەڵ گرووپێکی بچووک. شاشە و دەنگ لای ئێمەیە، پرۆڤە ڕۆژی پێشتر.',
    category: 'singer',
    city: 'sulaymaniyah',
    place: 'گۆڕەپانی سەرا، شانۆی باکوور',
    starts: 31,
    budget: [1_000_000, 1_800_000],
    visibility: 'transparent',
    contact: { name: 'بەشی پرۆگرام', phone: '+9647701234506', email: true },
    opened: 10,
    checked: true,
    unlocks: [['chopi-jamal', 8]],
    said: [
      {
        by: 'chopi-jamal',
        after: 10,
        text: 'سڵاو، دەتوانم لەگەڵ پێنج ژەنیار بێم. کاتەکە چەندە، و ئایا پیانۆ لەسەر شانۆ هەیە؟',
      },
      { by: 'hanar-festival', after: 30, text: 'هەفتا خولەک، و پیانۆیەکی ئەلیکترۆنیی باشمان هەیە.' },
    ],
    proposals: [
      {
        by: 'chopi-jamal',
        after: 34,
        amount: 1_500_000,
        day: 31,
        at: '19:00',
        minutes: 180,
        service: 1,
        text: 'هەفتا خولەک لەگەڵ پێنج ژەنیار، نیوەی مەقام و نیوەی گۆرانیی خۆم. پرۆڤەی ڕۆژی پێشتر تێدایە.',
      },
    ],
  },
  {
    key: 'embassy reading',
    by: 'embassy-culture',
    locale: 'en',
    title: 'An actor to read Gilgamesh aloud, in Arabic',
    description:
      'One evening in our courtyard, fifty minutes of the flood tablet with oud between the parts. We look for a voice that fills a yard of a hundred people without a microphone. Two rehearsals with the musician.',
    category: 'actor',
    city: 'baghdad',
    place: 'Abu Nuwas Street, the courtyard house',
    starts: 35,
    budget: [400_000, 700_000],
    visibility: 'transparent',
    contact: { name: 'Programme office', phone: '', email: true },
    opened: 3,
    checked: true,
    unlocks: [['mustafa-al-jubouri', 10]],
    said: [
      {
        by: 'mustafa-al-jubouri',
        after: 12,
        text: 'أعرف الترجمة الطه باقرية عن ظهر قلب تقريباً. هل النص محدد أم نختاره معاً؟',
      },
    ],
    proposals: [],
  },
  {
    key: 'amine caftans',
    by: 'amine-wedding',
    locale: 'fr',
    title: 'Négafa pour un mariage à Marrakech, cinq tenues',
    description:
      'Mariage de deux cents personnes dans un riad, cinq tenues pour la mariée, amariya comprise. La mariée vit à Lyon et n’essayera que la veille : il faut quelqu’un de calme, avec du fil et des épingles.',
    category: 'stylist',
    city: 'marrakech',
    place: 'Palmeraie, riad privé',
    starts: 36,
    budget: [1_200_000, 2_000_000],
    visibility: 'transparent',
    contact: { name: 'Amine Sefrioui', phone: '+212661234507', email: true },
    opened: 2,
    checked: false,
    ...quiet,
  },
];

/** What talents want to hear of. */
export const toldSearches: readonly {
  by: string;
  example?: Example;
  name: string;
  words?: string;
  category?: CategoryId;
  city?: CityId;
  budgetFrom?: number;
  told: boolean;
  daysAgo: number;
}[] = [
  {
    by: 'zainab-al-rubaie',
    example: 'savedSearch',
    name: 'تصوير في بغداد',
    category: 'photographer',
    city: 'baghdad',
    budgetFrom: 200_000,
    told: true,
    daysAgo: 20,
  },
  { by: 'zainab-al-rubaie', name: 'كل ما فيه حنّة', words: 'حنّة', told: false, daysAgo: 15 },
  { by: 'rebin-ahmed', name: 'خواردن لە هەولێر', category: 'photographer', city: 'erbil', told: true, daysAgo: 30 },
  { by: 'mehdi-benjelloun', name: 'Films à Casablanca', category: 'videographer', told: true, daysAgo: 25 },
];
