import type { Locale } from '../../../core/locale.ts';
import type { CityId } from '../../../features/discovery/places.ts';

export type CustomerKind = 'individual' | 'professional' | 'company';
export type DemoCustomer = { handle: string; name: string; locale: Locale; city: CityId; kind: CustomerKind };

type Row = readonly [handle: string, name: string];
const people = (locale: Locale, city: CityId, kind: CustomerKind, rows: readonly Row[]): DemoCustomer[] =>
  rows.map(([handle, name]) => ({ handle, name, locale, city, kind }));

/** Two hundred who book: neighbours, brides, teachers, agents and firms. */
export const demoCustomers: readonly DemoCustomer[] = [
  ...people('ar', 'baghdad', 'individual', [
    ['sara-abdullah', 'سارة عبد الله'], ['omar-al-dulaimi', 'عمر الدليمي'], ['hind-al-bayati', 'هند البياتي'], ['muthanna-saad', 'مثنى سعد'],
    ['shaimaa-al-qaisi', 'شيماء القيسي'], ['laith-al-ani', 'ليث العاني'], ['um-haider', 'أم حيدر الساعدي'], ['farah-munther', 'فرح منذر'],
    ['sajjad-al-lami', 'سجاد اللامي'], ['rand-al-hadithi', 'رند الحديثي'], ['wissam-yaqoub', 'وسام يعقوب'], ['noora-jabbar', 'نورا جبار'],
    ['thaer-al-obaidi', 'ثائر العبيدي'], ['marwa-fadhil', 'مروة فاضل'], ['ammar-al-zubaidi', 'عمار الزبيدي'], ['dhuha-al-shammari', 'ضحى الشمري'],
    ['qusay-al-rawi', 'قصي الراوي'], ['abeer-khalil', 'عبير خليل'], ['yousif-al-janabi', 'يوسف الجنابي'], ['israa-al-mashhadani', 'إسراء المشهداني'],
    ['tiba-raad', 'طيبة رعد'], ['hussam-al-tai', 'حسام الطائي'], ['maysam-abbas', 'ميسم عباس'], ['nabaa-al-khazraji', 'نبأ الخزرجي'],
    ['adnan-al-hashimi', 'عدنان الهاشمي'], ['rusul-karim', 'رسل كريم'], ['bassam-hanna', 'بسام حنا'], ['ghufran-ali', 'غفران علي'],
  ]),
  ...people('ar', 'basra', 'individual', [
    ['sadiq-al-maryani', 'صادق المرياني'], ['batool-al-halfi', 'بتول الحلفي'], ['abbas-al-tamimi-basra', 'عباس التميمي'], ['khadija-al-jazairi', 'خديجة الجزائري'],
    ['mazin-al-mansouri', 'مازن المنصوري'], ['nawal-al-ali', 'نوال العلي'], ['hashim-al-battat', 'هاشم البطاط'], ['zainab-al-suwaidi', 'زينب السويدي'],
    ['faisal-al-ghanim', 'فيصل الغانم'], ['amal-shabib', 'أمل شبيب'], ['ridha-al-abadi', 'رضا العبادي'], ['suha-al-basri', 'سهى البصري'],
  ]),
  ...people('ar', 'mosul', 'individual', [
    ['mahmoud-al-hamdani', 'محمود الحمداني'], ['rawaa-al-naimi', 'رواء النعيمي'], ['bashar-al-sinjari', 'بشار السنجاري'], ['inas-al-taie', 'إيناس الطائي'],
    ['ghanim-al-dabbagh', 'غانم الدباغ'], ['lubna-sabah', 'لبنى صباح'], ['salwan-behnam', 'سلوان بهنام'], ['huda-al-jammas', 'هدى الجماس'],
  ]),
  ...people('ar', 'kirkuk', 'individual', [
    ['aydin-bayraktar', 'آيدن بيرقدار'], ['sundus-al-jubouri', 'سندس الجبوري'], ['turhan-aga', 'تورهان آغا'], ['nermin-qassab', 'نرمين قصاب'],
  ]),
  ...people('ar', 'najaf', 'individual', [
    ['fatima-al-ghurabi', 'فاطمة الغرابي'], ['jaafar-al-kufi', 'جعفر الكوفي'], ['masouma-al-hakim', 'معصومة الحكيم'], ['muntadhar-al-khafaji', 'منتظر الخفاجي'], ['hawraa-al-jawahiri', 'حوراء الجواهري'], ['saad-al-turaihi', 'سعد الطريحي'],
  ]),
  ...people('ar', 'karbala', 'individual', [
    ['murtadha-al-yasiri', 'مرتضى الياسري'], ['ruqaya-al-asadi', 'رقية الأسدي'], ['ali-akbar-al-saffar', 'علي أكبر الصفار'], ['sukaina-al-kalidar', 'سكينة الكليدار'],
  ]),
  ...people('ckb', 'erbil', 'individual', [
    ['awan-hiwa', 'ئاڤان هیوا'], ['karwan-jalal', 'کاروان جەلال'], ['shilan-aziz', 'شیلان عەزیز'], ['hemin-qadir', 'هێمن قادر'],
    ['zhian-omed', 'ژیان ئومێد'], ['rawand-salih', 'ڕەوەند ساڵح'], ['gashaw-mustafa', 'گەشاو مستەفا'], ['sarkawt-hamad', 'سەرکەوت حەمەد'],
    ['nishtiman-ali', 'نیشتیمان عەلی'], ['dilovan-yasin', 'دلۆڤان یاسین'], ['hero-sherko', 'هێرۆ شێرکۆ'], ['barham-tahir', 'بەرهەم تاهیر'],
    ['payam-rasul', 'پەیام ڕەسووڵ'], ['zana-khidir', 'زانا خدر'], ['midia-kamal', 'میدیا کەمال'], ['soran-haji', 'سۆران حاجی'],
    ['runak-ibrahim', 'ڕووناک ئیبراهیم'], ['ari-najmadin', 'ئاری نەجمەدین'],
  ]),
  ...people('ckb', 'sulaymaniyah', 'individual', [
    ['hana-bakir', 'هانا بەکر'], ['rebwar-latif', 'ڕێبوار لەتیف'], ['chnur-hama-amin', 'چنوور حەمەئەمین'], ['aso-nuri', 'ئاسۆ نوری'],
    ['kazhal-rashid', 'کەژاڵ ڕەشید'], ['bakhtiar-fatah', 'بەختیار فەتاح'], ['nasrin-wali', 'نەسرین وەلی'], ['hiwa-mirza', 'هیوا میرزا'],
    ['tavga-shwan', 'تافگە شوان'], ['goran-abdulla', 'گۆران عەبدوڵڵا'], ['bahar-saeed', 'بەهار سەعید'], ['pshtiwan-hasan', 'پشتیوان حەسەن'],
    ['lawin-dara', 'لاوین دارا'], ['kosar-jabar', 'کۆسار جەبار'], ['shadan-anwar', 'شادان ئەنوەر'], ['mariwan-qaradaghi', 'مەریوان قەرەداغی'],
  ]),
  ...people('ckb', 'kirkuk', 'individual', [['dler-zangana', 'دلێر زەنگەنە'], ['sazan-talabani', 'سازان جەمال'], ['azad-jabari', 'ئازاد جەباری']]),
  ...people('en', 'duhok', 'individual', [
    ['helin-doski', 'Helîn Doskî'], ['zeravan-barwari', 'Zêrevan Berwarî'], ['nazdar-sindi', 'Nazdar Sindî'], ['khoshaba-giwargis', 'Khoshaba Giwargis'],
    ['pakiza-mizuri', 'Pakîza Mizûrî'], ['dijwar-shingali', 'Dijwar Şingalî'], ['ramina-daniel', 'Ramina Daniel'], ['rojin-sindi', 'Rojîn Sindî'],
    ['hevind-amedi', 'Hevînd Amêdî'], ['youkhana-shabo', 'Youkhana Shabo'],
  ]),
  ...people('en', 'erbil', 'individual', [
    ['ban-khoshaba', 'Ban Khoshaba'], ['ninos-shlimon', 'Ninos Shlimon'], ['hannah-weber', 'Hannah Weber'], ['daniel-okafor', 'Daniel Okafor'],
    ['shayma-hawrami', 'Shayma Hawrami'], ['martin-lindqvist', 'Martin Lindqvist'], ['ashti-miran', 'Ashti Miran'], ['sargon-esho', 'Sargon Esho'],
  ]),
  ...people('en', 'baghdad', 'individual', [
    ['mina-haddad', 'Mina Haddad'], ['zaid-al-chalabi', 'Zaid Al-Chalabi'], ['yasmine-makiya', 'Yasmine Makiya'], ['rami-boghossian', 'Rami Boghossian'],
    ['layla-al-bahrani', 'Layla Al-Bahrani'], ['adam-shubbar', 'Adam Shubbar'],
  ]),
  ...people('en', 'mosul', 'individual', [['miriam-kakosh', 'Miriam Kakosh'], ['fadi-shaba', 'Fadi Shaba'], ['tabea-lorenz', 'Tabea Lorenz']]),
  ...people('en', 'sulaymaniyah', 'individual', [['jonas-ekman', 'Jonas Ekman'], ['sana-jaff', 'Sana Jaff'], ['peter-gallagher', 'Peter Gallagher']]),
  ...people('fr', 'erbil', 'individual', [['aram-kevorkian', 'Aram Kévorkian'], ['soheila-moradi', 'Soheila Moradi']]),
  ...people('fr', 'casablanca', 'individual', [
    ['kenza-bennani', 'Kenza Bennani'], ['omar-sqalli', 'Omar Sqalli'], ['houda-lamrani', 'Houda Lamrani'], ['reda-chraibi', 'Réda Chraïbi'],
    ['ines-tahiri', 'Inès Tahiri'], ['anas-kettani', 'Anas Kettani'], ['lina-bensouda', 'Lina Bensouda'],
  ]),
  ...people('fr', 'rabat', 'individual', [
    ['younes-alami', 'Younès Alami'], ['meryem-ouazzani', 'Meryem Ouazzani'], ['hicham-guessous', 'Hicham Guessous'], ['sofia-rami', 'Sofia Rami'], ['amina-belghiti', 'Amina Belghiti'],
  ]),
  ...people('fr', 'tangier', 'individual', [['ilias-temsamani', 'Ilias Temsamani'], ['carmen-bouhaddou', 'Carmen Bouhaddou'], ['nabil-akhrif', 'Nabil Akhrif']]),
  ...people('fr', 'marrakech', 'individual', [['camille-roussel', 'Camille Roussel'], ['mounir-aboulfadl', 'Mounir Aboulfadl'], ['julie-lacombe', 'Julie Lacombe']]),
  ...people('fr', 'fes', 'individual', [['nawfal-bennis', 'Nawfal Bennis'], ['rim-lahbabi', 'Rim Lahbabi']]),
  ...people('ar', 'casablanca', 'individual', [
    ['abdessamad-rahmouni', 'عبد الصمد الرحموني'], ['hayat-el-idrissi', 'حياة الإدريسي'], ['rachid-ouhmane', 'رشيد أوحمان'], ['loubna-saidi', 'لبنى السعيدي'], ['mustapha-naciri', 'مصطفى الناصري'],
  ]),
  ...people('ar', 'rabat', 'individual', [['khadija-sebti', 'خديجة السبتي'], ['jamal-eddine-filali', 'جمال الدين الفيلالي'], ['fatiha-zniber', 'فتيحة زنيبر']]),
  ...people('ar', 'marrakech', 'individual', [['brahim-ait-lahcen', 'إبراهيم أيت لحسن'], ['saadia-el-mansouri', 'سعدية المنصوري'], ['tarik-benomar', 'طارق بنعمر']]),
  ...people('ar', 'fes', 'individual', [['noureddine-tahiri', 'نور الدين الطاهري'], ['ghalia-berrada', 'غالية برادة'], ['driss-skalli', 'إدريس الصقلي']]),
  ...people('ar', 'agadir', 'individual', [['lahcen-amghar', 'لحسن أمغار'], ['rkia-oubella', 'رقية أوبلا'], ['hassan-idbelkacem', 'حسن إدبلقاسم']]),
  ...people('en', 'marrakech', 'individual', [['olivia-hart', 'Olivia Hart'], ['james-whitcombe', 'James Whitcombe'], ['priya-raman', 'Priya Raman']]),

  ...people('ar', 'baghdad', 'professional', [
    ['dr-lamia-al-gailani', 'د. لمياء الكيلاني'], ['munaf-casting', 'مناف الربيعي للكاستنغ'], ['raghad-events', 'رغد عصام لتنظيم الأعراس'], ['hayder-agent', 'حيدر الموسوي، وكيل فنانين'],
  ]),
  ...people('ckb', 'erbil', 'professional', [['parwin-planner', 'پەروین یوسف، ڕێکخەری ئاهەنگ'], ['karzan-casting', 'کارزان عوسمان، کاستینگ']]),
  ...people('ckb', 'sulaymaniyah', 'professional', [['shokhan-curator', 'شۆخان فایەق، کیوراتۆر']]),
  ...people('en', 'erbil', 'professional', [['ben-hawkins', 'Ben Hawkins'], ['rozh-consulting', 'Rozh Consulting']]),
  ...people('fr', 'erbil', 'professional', [['claire-marchand', 'Claire Marchand']]),
  ...people('fr', 'casablanca', 'professional', [['amine-wedding', 'Amine Sefrioui, wedding planner'], ['leila-casting', 'Leïla Bouzid Casting']]),
  ...people('ar', 'basra', 'professional', [['um-qasr-events', 'علي الكعبي لتنظيم المناسبات']]),

  ...people('en', 'baghdad', 'company', [['tigris-energy', 'Tigris Energy Services'], ['rafidain-health', 'Rafidain Health'], ['embassy-culture', 'Two Banks Culture Office']]),
  ...people('ar', 'baghdad', 'company', [['dar-al-nakheel', 'دار النخيل للإنتاج'], ['maktabat-al-warraq', 'مكتبة الورّاق'], ['asia-tel', 'نسيم للاتصالات']]),
  ...people('en', 'erbil', 'company', [['zagros-events', 'Zagros Events'], ['two-rivers-ngo', 'Two Rivers Water Initiative'], ['citadel-hotels', 'Citadel Hotels']]),
  ...people('ckb', 'sulaymaniyah', 'company', [['goyzha-media', 'گۆیژە میدیا'], ['hanar-festival', 'فێستیڤاڵی هەنار']]),
  ...people('ar', 'basra', 'company', [['shatt-restaurants', 'مطاعم الشط']]),
  ...people('ar', 'karbala', 'company', [['nakhla-school', 'مدارس النخلة الأهلية']]),
  ...people('fr', 'casablanca', 'company', [['fondation-al-manar', 'Fondation Al Manar'], ['atlas-studios-casa', 'Anfa Images']]),
  ...people('fr', 'agadir', 'company', [['cooperative-targante', 'Coopérative Targante']]),
];
