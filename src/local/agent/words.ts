import { locales, type Locale } from '../../core/locale.ts';
import { cityIds } from '../../features/discovery/places.ts';
import { publicMessages } from '../../i18n/catalogs/public.ts';

/**
 * What the stand-in says: by rules, without a model. It thanks, and asks for what an offer needs and the sender did not say. Nothing
 * the stranger wrote is repeated but their first name, and no order in it is followed.
 */
type Missing = 'date' | 'place' | 'budget';
type Sentences = {
  hello: (name: string) => string;
  thanks: string;
  ask: (list: string) => string;
  and: string;
  nothing: string;
  booked: string;
} & Record<Missing, string>;

const sentences: Record<Locale, Sentences> = {
  en: {
    hello: (name) => (name ? `Hello ${name},` : 'Hello,'),
    thanks: 'thank you for writing to me.',
    ask: (list) => `So that I can make you an offer, could you tell me ${list}?`,
    and: ' and ',
    date: 'the date',
    place: 'where it takes place',
    budget: 'the budget you have in mind',
    nothing: 'I will look at my calendar and come back to you with an offer.',
    booked: 'I have read it and will answer you today.',
  },
  ar: {
    hello: (name) => (name ? `مرحبًا ${name}،` : 'مرحبًا،'),
    thanks: 'شكرًا على رسالتك.',
    ask: (list) => `حتى أقدّم لك عرضًا مناسبًا، هل يمكنك أن تخبرني ${list}؟`,
    and: ' و',
    date: 'بالتاريخ',
    place: 'بمكان المناسبة',
    budget: 'بالميزانية التي تفكّر فيها',
    nothing: 'سأراجع مواعيدي وأعود إليك بعرض.',
    booked: 'قرأتها وسأجيبك اليوم.',
  },
  ckb: {
    hello: (name) => (name ? `سڵاو ${name}،` : 'سڵاو،'),
    thanks: 'سوپاس بۆ نامەکەت.',
    ask: (list) => `بۆ ئەوەی پێشنیارێکی گونجاوت بۆ ئامادە بکەم، تکایە ${list} بڵێ.`,
    and: ' و ',
    date: 'بەروارەکە',
    place: 'شوێنەکە',
    budget: 'ئەو بودجەیەی لە بیرتە',
    nothing: 'سەیری ڕۆژژمێرەکەم دەکەم و بە پێشنیارێکەوە وەڵامت دەدەمەوە.',
    booked: 'خوێندمەوە و ئەمڕۆ وەڵامت دەدەمەوە.',
  },
  fr: {
    hello: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
    thanks: 'merci pour votre message.',
    ask: (list) => `Pour vous faire une offre, pourriez-vous m’indiquer ${list} ?`,
    and: ' et ',
    date: 'la date',
    place: 'le lieu',
    budget: 'le budget que vous envisagez',
    nothing: 'Je regarde mon agenda et je reviens vers vous avec une offre.',
    booked: 'Je l’ai lu et je vous réponds aujourd’hui.',
  },
};

const dayWords =
  /\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(january|february|march|april|may|june|july|august|september|october|november|december|tomorrow|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)\b|الجمعة|السبت|الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|غدا|هەینی|شەممە|بەیانی|\d{1,2}[./-]\d{1,2}|\d{4}-\d{2}-\d{2}/iu;
const placeWords =
  /\b(home|hall|hotel|studio|garden|office|church|mosque|restaurant|maison|salle|hôtel|jardin|bureau)\b|قاعة|فندق|بيت|حديقة|استوديو|مطعم|هۆڵ|هوتێل|ماڵ|باخچە|ستۆدیۆ/iu;
const budgetWords =
  /budget|price|cost|\b(iqd|mad|usd|eur|dinars?|dirhams?|dollars?|euros?|prix)\b|[$€]|ميزانية|دينار|درهم|دولار|السعر|بودجە|دینار|نرخ/iu;
const cityNames = new Set(
  locales.flatMap((locale) =>
    cityIds.map(
      (id) => (publicMessages[locale] as Readonly<Record<string, string>>)[`city.${id}`]?.toLowerCase() ?? '',
    ),
  ),
);

/** What an offer needs and the words do not hold. */
export function missingIn(text: string): Missing[] {
  const lower = text.toLowerCase();
  const hasPlace = placeWords.test(text) || [...cityNames].some((name) => name !== '' && lower.includes(name));
  return [
    ...(dayWords.test(text) ? [] : ['date' as const]),
    ...(hasPlace ? [] : ['place' as const]),
    ...(budgetWords.test(text) ? [] : ['budget' as const]),
  ];
}

/** The language of some words, by their letters: enough to answer in it. */
export function languageOf(text: string): Locale {
  if (/[ێۆڵڕڤەھ]/u.test(text)) return 'ckb';
  if (/\p{Script=Arabic}/u.test(text)) return 'ar';
  return /\b(bonjour|merci|je|vous|nous|pour|est|avec)\b|[éèêàçù]/iu.test(text) ? 'fr' : 'en';
}

const firstName = (name: string): string => /^\p{L}[\p{L}\p{M}'’-]{0,30}(?=\s|$)/u.exec(name.trim())?.[0] ?? '';

/** Where a booking stands, day and place are known: then it only says that the words arrived. */
export function reply(language: Locale, name: string, text: string, about: 'offer' | 'booking' = 'offer'): string {
  const say = sentences[language];
  const missing = missingIn(text).map((one) => say[one]);
  const last = missing.pop();
  const comma = language === 'ar' || language === 'ckb' ? '، ' : ', ';
  const list = last === undefined ? '' : [missing.join(comma), last].filter(Boolean).join(say.and);
  const ask = last === undefined ? say.nothing : say.ask(list);
  return `${say.hello(firstName(name))}\n\n${say.thanks} ${about === 'booking' ? say.booked : ask}`;
}
