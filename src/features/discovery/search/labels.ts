import type { CategoryId } from '../categories.ts';
import type { CityId } from '../places.ts';

/**
 * What a trade, a city or a country is called by those who look for it: the labels of the catalogs in four languages, and the
 * other common names. Two tests hold it: every word of a label is here, and the table `search_labels` says the same.
 */
export const categoryWords: Readonly<Record<CategoryId, string>> = {
  photographer:
    'photographer photographers photography photo photos تصوير فوتوغرافي مصور مصورة المصورون فوتوغراف وێنەگر وێنەگران وێنەگری photographe photographes photographie',
  videographer:
    'videographer videographers videography video videos تصوير فيديو مصور مصورة مصورو الفيديو ڤیدیۆگر ڤیدیۆگران ڤیدیۆ vidéaste vidéastes vidéo cadreur',
  actor:
    'actor actress actors actresses acting تمثيل ممثل ممثلة الممثلون ئەکتەر ئەکتەران acteur actrice acteurs actrices comédien comédienne',
  model: 'model models modelling عرض أزياء عارض عارضة عارضو الأزياء موديل مۆدێل مۆدێلەکان mannequin mannequins modèle',
  'voice-artist':
    'voice artist artists voiceover voice-over تعليق صوتي معلق معلقة المعلقون الصوتيون دوبلاج دەنگبێژی دەنگبێژانی دەنگبێژ ڕیکلام voix off doublage',
  musician:
    'musician musicians music عزف موسيقى وموسيقى عازف عازفة موسيقي الموسيقيون ژەنیار ژەنیاران مۆسیقا musicien musicienne musiciens musiciennes musique',
  singer:
    'singer singers singing غناء مغني مغنية مطرب مطربة المغنون گۆرانیبێژ گۆرانیبێژان گۆرانی chanteur chanteuse chanteurs chanteuses chant',
  dj: 'dj djs دي جي ديجي منسقو الأغاني دیجەی دیجەیەکان',
  dancer:
    'dancer dancers dance رقص واستعراض استعراض راقص راقصة الراقصون سەماکار سەماکاران سەما danseur danseuse danseurs danseuses danse',
  'makeup-artist':
    'make-up makeup artist artists مكياج ماكياج خبير خبيرة خبراء المكياج شارەزای شارەزایانی مکیاج maquilleur maquilleuse maquilleurs maquilleuses maquillage',
  stylist:
    'stylist stylists styling تنسيق أزياء منسق منسقة منسقو الأزياء ستايلست ستایلیست ستایلیستەکان styliste stylistes',
  'event-host':
    'event host hosts events presenter mc تقديم حفلات مقدم مقدمة مقدمو الحفلات عريف پێشکەشکاری پێشکەشکارانی پێشکەشکار بۆنە animation animateur animatrice animateurs événements événement',
  comedian:
    'comedian comedians comedy كوميديا كوميدي كوميدية الكوميديون کۆمیدیان کۆمیدیانەکان کۆمیدیا humoriste humoristes comique',
  calligrapher:
    'calligrapher calligraphers calligraphy خط عربي خطاط خطاطة الخطاطون خۆشنووس خۆشنووسان خۆشنووسی calligraphe calligraphes calligraphie',
  'graphic-designer':
    'graphic designer designers design تصميم غرافيكي جرافيك مصمم مصممة المصممون دیزاینەری دیزاینەرانی دیزاینەر گرافیک graphiste graphistes graphisme',
  illustrator:
    'illustrator illustrators illustration رسم رسام رسامة الرسامون وێنەکێش وێنەکێشان illustrateur illustratrice illustrateurs illustratrices',
  translator:
    'translator translators translation interpreter ترجمة مترجم مترجمة المترجمون وەرگێڕ وەرگێڕان traducteur traductrice traducteurs traductrices traduction interprète',
  chef: 'chef chefs cook catering طبخ ضيافة وضيافة طباخ طباخة شيف الطهاة شێف شێفەکان cuisine cuisinier cuisinière traiteur',
  writer:
    'writer writers writing copywriter كتابة كاتب كاتبة الكتاب نووسەر نووسەران plume rédaction rédacteur rédactrice rédacteurs auteurs auteur autrice écrivain',
  director:
    'director directors directing إخراج مخرج مخرجة المخرجون دەرهێنەر دەرهێنەران réalisateur réalisatrice réalisateurs réalisatrices réalisation',
};

export const cityWords: Readonly<Record<CityId, string>> = {
  baghdad: 'baghdad bagdad بغداد بەغدا بەغداد',
  erbil: 'erbil arbil irbil hawler hewlêr أربيل اربيل هەولێر',
  sulaymaniyah: 'sulaymaniyah sulaimaniyah sulaymaniya slemani silêmanî souleimaniye السليمانية سلێمانی',
  duhok: 'duhok dohuk dihok dohouk دهوك دهۆک',
  basra: 'basra basrah bassora البصرة بەسرە بەسرا',
  mosul: 'mosul mossoul الموصل مووسڵ موسڵ',
  kirkuk: 'kirkuk kirkouk kerkûk كركوك کەرکووک',
  najaf: 'najaf nadjaf النجف نەجەف',
  karbala: 'karbala kerbala كربلاء کەربەلا',
  casablanca: 'casablanca casa الدار البيضاء كازابلانكا کازابلانکا',
  rabat: 'rabat الرباط ڕەبات',
  marrakech: 'marrakech marrakesh مراكش مەڕاکیش',
  fes: 'fes fez fès فاس',
  tangier: 'tangier tangiers tanger طنجة تەنجە',
  agadir: 'agadir أكادير أگادير ئەگادیر',
};

export const countryWords: Readonly<Record<'IQ' | 'MA', string>> = {
  IQ: 'iraq irak العراق عێراق',
  MA: 'morocco maroc المغرب مەغریب',
};

/** Words of labels that say nothing about a trade or a place. */
export const emptyWords: ReadonlySet<string> = new Set(['et', 'de', 'd', 'du', 'des']);
