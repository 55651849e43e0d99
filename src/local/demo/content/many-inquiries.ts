import type { Locale } from '../../../core/locale.ts';

type ByLanguage = Readonly<Record<Locale, readonly string[]>>;

/* The parts of which the inbox of a sought-after ensemble is made. */

export const manySenders: ByLanguage = {
  ar: [
    'أم يوسف',
    'حيدر البصري',
    'نور الهدى كاظم',
    'علي عبد الأمير',
    'زهراء جواد',
    'كرار حسين',
    'رسل مهدي',
    'مصطفى طالب',
  ],
  ckb: ['ئارام عوسمان', 'شیلان ڕەشید', 'هێمن قادر', 'تارا جەلال'],
  en: ['Maya Salim', 'Daniel Hurst', 'Rand Aziz', 'Ines Okafor'],
  fr: ['Nadia Berrada', 'Hugo Lemaire', 'Yasmine Tazi', 'Omar Chraïbi'],
};
export const manyPlaces: ByLanguage = {
  ar: ['أبي الخصيب', 'العشّار', 'الزبير', 'القرنة', 'بغداد', 'الفاو', 'الناصرية', 'العمارة'],
  ckb: ['هەولێر', 'سلێمانی', 'دهۆک', 'کەرکووک'],
  en: ['Basra', 'Baghdad', 'Erbil', 'Nasiriyah'],
  fr: ['Bassora', 'Bagdad', 'Casablanca', 'Rabat'],
};
export const manyQuestions: ByLanguage = {
  ar: [
    'السلام عليكم، عندنا عرس في {place} وعدد الضيوف {guests} تقريبًا. هل أنتم متفرغون في نهاية الشهر؟',
    'مرحبًا، كم تستغرق فقرتكم عادة؟ نريد {hours} ساعات لا أكثر.',
    'هل تأتون إلى {place}، وهل النقل محسوب في السعر؟',
    'نريد خشّابة مع هيوة للزفّة فقط، هل هذا ممكن؟',
    'كم عدد أعضاء الفرقة الذين يحضرون لحفل فيه {guests} ضيف؟',
    'نحن طلبة من كلية الفنون ونكتب بحثًا عن الخشّابة، هل يمكن أن نلتقيكم في {place}؟',
    'هل عندكم أجهزة صوت أم نوفرها نحن في {place}؟',
  ],
  ckb: [
    'سڵاو، ئاهەنگێکی خێزانیمان لە {place} هەیە بۆ {guests} کەس. دەتوانن بێن؟',
    'بۆ {hours} کاتژمێر نرختان چەندە؟',
    'ئایا گۆرانی کوردیش دەڵێن؟',
  ],
  en: [
    'We are planning an evening in {place} for about {guests} guests. Would the whole ensemble come?',
    'How long do you play without a break? We would need {hours} hours.',
    'Is travel to {place} part of the price?',
    'Could you explain the songs a little for guests who hear khashaba for the first time?',
  ],
  fr: [
    'Bonjour, nous préparons un festival à {place}, {guests} places assises. Voyagez-vous à l’étranger ?',
    'Combien de musiciens viennent pour un concert de {hours} heures ?',
    'Pouvez-vous jouer dehors, sans sonorisation ?',
  ],
};
export const manyAnswers: ByLanguage = {
  ar: [
    'وعليكم السلام، نعم متفرغون. اطلبوا الحجز من هنا واكتبوا التاريخ لنرسل السعر.',
    'أهلًا وسهلًا، نأتي بعشرة أشخاص عادة، والنقل محسوب داخل المحافظة.',
    'شكرًا لسؤالكم، ذلك اليوم محجوز. هل يناسبكم اليوم الذي بعده؟',
  ],
  ckb: ['سڵاو، بەڵێ دێین. تکایە ڕۆژەکە بنووسن تا نرخ بنێرین.', 'سوپاس بۆ پرسیارەکەتان، ئەو ڕۆژە گیراوە.'],
  en: [
    'With pleasure. Please request a booking with the date, then we send you a price.',
    'Thank you for asking. We are ten, and we bring our own drums; a roof against the sun is all we need.',
  ],
  fr: [
    'Avec plaisir. Demandez une réservation avec la date, et nous vous envoyons un prix.',
    'Merci ! Nous sommes dix, et nous jouons très bien dehors.',
  ],
};
