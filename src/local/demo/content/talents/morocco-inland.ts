import type { DemoTalent } from '../talent.ts';

/** Marrakech and Fes. Prices are centimes of a dirham. */
export const moroccoInland: DemoTalent[] = [
  {
    slug: 'yassine-ait-baha',
    name: 'Yassine Aït Baha',
    trade: 'photographer',
    city: 'marrakech',
    plan: 'PRO',
    locale: 'fr',
    languages: ['fr', 'en', 'ar', 'shi'],
    tags: ['mariage', 'riad', 'portrait', 'désert', 'argentique'],
    week: 'fetes',
    headline: { fr: 'Photographe de mariages et de riads, numérique et argentique', en: 'Wedding and riad photographer, digital and film', ar: 'مصوّر أعراس ورياضات في مراكش' },
    bio: {
      fr: 'Mon père réparait des Zenit dans la médina et me payait en pellicules. Je photographie des mariages de trois jours, des riads pour leurs propriétaires inquiets de la lumière, et des artisans qui n’ont pas le temps de poser. Un Leica M6 pour le premier bal, deux Nikon Z8 pour le reste. 50 images en une semaine, la galerie complète en six.',
      en: 'My father repaired Zenits in the medina and paid me in film. Three-day weddings, riads, craftsmen who have no time to pose. Fifty pictures in a week, the full gallery in six.',
      ar: 'بّا كان كيصاوب آلات التصوير فالمدينة القديمة. كنصوّر أعراس ثلاث أيام ورياضات وصنّاع ما عندهمش الوقت يوقفو.',
    },
    services: [
      { title: { fr: 'Mariage, une journée', en: 'Wedding, one day', ar: 'عرس، نهار كامل' }, about: { fr: 'Dix heures, second photographe, 500 images.', en: 'Ten hours, second photographer, 500 pictures.' }, price: 1400000, minutes: 600, place: 'on_site' },
      { title: { fr: 'Riad ou maison d’hôtes', en: 'Riad or guesthouse' }, about: { fr: 'Lumière du matin et du soir, 30 images retouchées.', en: 'Morning and evening light, 30 retouched pictures.' }, price: 600000, minutes: 480, place: 'on_site' },
      { title: { fr: 'Portrait à l’argentique', en: 'Portrait on film' }, about: { fr: 'Deux rouleaux, tirages 18×24.' }, price: 200000, minutes: 90, place: 'on_site' },
      { title: { fr: 'Couple dans la palmeraie', en: 'Couple session in the palm grove' }, about: { fr: 'Une heure avant le coucher du soleil.' }, price: 180000, minutes: 90, place: 'on_site' },
    ],
    works: [
      { title: { fr: 'Premier bal, Leica, 1/15 s', en: 'First dance, Leica, 1/15 s' } },
      { title: { fr: 'Riad à Bab Doukkala, six heures du matin', en: 'Riad at Bab Doukkala, six in the morning' } },
      { title: { fr: 'Dinandiers, place Seffarine' } },
      { title: { fr: 'Agafay sous l’orage' } },
    ],
    jobs: [
      { service: 0, what: 'Wedding in a riad, 90 guests from London and Rabat', where: 'Riad near Bab Doukkala, Marrakech', stars: 5, said: 'He danced with my aunt, then took the best picture of her life.', in: 'en', back: 'The aunt leads, I only followed.' },
      { service: 1, what: 'Photos du riad pour la réouverture, sept chambres', where: 'Médina, Marrakech', stars: 5, said: 'Il est revenu le lendemain parce que le patio méritait une autre lumière. Sans supplément.' },
      { service: 3, what: 'Séance à deux avant la naissance', where: 'Palmeraie, Marrakech', stars: 4, said: 'Très doux, très patient. Un peu de retard à cause du vent de sable.' },
    ],
  },
  {
    slug: 'dj-kenza',
    name: 'DJ Kenza',
    trade: 'dj',
    city: 'marrakech',
    locale: 'fr',
    languages: ['fr', 'ar', 'en'],
    tags: ['chaabi', 'gnawa house', 'mariage', 'rooftop', 'afro'],
    week: 'fetes',
    headline: { fr: 'Du chaâbi de mariage au gnawa house, sur un toit ou sous une tente', en: 'From wedding chaabi to gnawa house' },
    bio: {
      fr: 'Kenza El Alaoui, ancienne ingénieure du son à Essaouira, où j’ai appris qu’un guembri doit se sentir dans le ventre. Je passe de Najat Aatabou à l’afro house sans que la tante Fatima quitte la piste. Deux platines, un percussionniste en option, un limiteur pour les voisins de la médina.',
      en: 'A former sound engineer from Essaouira, where I learned that a guembri must be felt in the belly. From Najat Aatabou to afro house without losing aunt Fatima.',
    },
    services: [
      { title: { fr: 'Soirée de mariage', en: 'Wedding night' }, about: { fr: 'Six heures, son et lumières, 250 personnes.' }, price: 900000, minutes: 360, place: 'on_site' },
      { title: { fr: 'Rooftop au coucher du soleil', en: 'Rooftop at sunset' }, about: { fr: 'Trois heures, matériel compact.' }, price: 400000, minutes: 180, place: 'on_site' },
      { title: { fr: 'Set avec percussionniste gnawa', en: 'Set with gnawa percussionist' }, about: { fr: 'Une heure quinze, pour festivals et hôtels.' }, price: 700000, minutes: 90, place: 'on_site' },
    ],
    works: [
      { title: { fr: 'Guembri & machines, Essaouira' } },
      { title: { fr: 'Toit de la médina, un jeudi' } },
      { title: { fr: 'Mariage à l’Ourika, trois générations' } },
    ],
    jobs: [
      { service: 0, what: 'عرس مختلط، فرنسيس ومغاربة، 150 واحد', where: 'فيلا فطريق أوريكا', stars: 5, said: 'جدّة العريس الفرنسية تعلمات الشعبي، وجدّتي أنا شطحات على البيت. ليلة ما تتنساش.', in: 'ar' },
      { service: 1, what: 'Apéro de clôture de séminaire, 60 personnes', where: 'Guéliz, Marrakech', stars: 4, said: 'Excellente ambiance. Nous aurions dû prévoir une heure de plus.', back: 'La prochaine fois, quatre heures !' },
    ],
  },
  {
    slug: 'dar-lalla-malika',
    name: 'Lalla Malika',
    trade: 'chef',
    city: 'marrakech',
    locale: 'ar',
    languages: ['ar', 'fr', 'shi'],
    tags: ['طنجية', 'بسطيلة', 'كسكس', 'ورشة طبخ', 'نباتي'],
    week: 'fetes',
    headline: { ar: 'طبّاخة دار: طنجية الفرناتشي وبسطيلة اليد', fr: 'Cuisine de maison : tanjia au four du hammam, pastilla à la main' },
    bio: {
      ar: 'ثلاثين عام وأنا نطيّب فالرياضات، والسر ديالي بسيط: ما كنزربش. الطنجية كتبات فالفرناتشي ديال الحمام، والورقة ديال البسطيلة كنديرها بيدي. كنجي للدار مع بنتي، كنقضيو من السوق الصباح، وكنخليو الكوزينة نقية كيفما لقيناها. كاين حتى النباتي، وكنعرف شنو هو بلا گلوتين.',
      fr: 'Trente ans dans les cuisines des riads. La tanjia passe la nuit au four du hammam et les feuilles de pastilla sont faites à la main. Je viens avec ma fille, nous faisons le marché le matin et laissons la cuisine propre.',
    },
    services: [
      { title: { ar: 'عشاء لثمانية فالدار', fr: 'Dîner pour huit à domicile' }, about: { ar: 'سبع شلاضات، طاجين ولا طنجية، وديسير.', fr: 'Sept salades, tajine ou tanjia, dessert.' }, price: 360000, minutes: 360, place: 'on_site' },
      { title: { ar: 'ورشة طبخ والسوق', fr: 'Atelier cuisine et marché' }, about: { ar: 'من السوق للطبلة، ستة الناس.', fr: 'Du marché à la table, six personnes.' }, price: 240000, minutes: 300, place: 'on_site' },
      { title: { ar: 'كسكس الجمعة لعشرين', fr: 'Couscous du vendredi pour vingt' }, about: { ar: 'سبع خضار ولا التفاية.' }, price: 300000, minutes: 300, place: 'on_site' },
    ],
    works: [
      { title: { ar: 'طنجية، ليلة كاملة فالرماد', fr: 'Tanjia, une nuit dans la cendre' } },
      { title: { ar: 'بسطيلة باللوز والقرفة' } },
      { title: { ar: 'سبع شلاضات على طبلة وحدة' } },
    ],
    jobs: [
      { service: 0, what: 'Dîner d’anniversaire, huit personnes dont deux végétariennes', where: 'Riad Zitoun, Marrakech', stars: 5, said: 'Le meilleur repas de notre voyage, et de loin. Les végétariennes ont fait des jalouses.', in: 'fr' },
      { service: 2, what: 'كسكس لصدقة الوالد، عشرين واحد', where: 'حي المسيرة، مراكش', stars: 5, said: 'الكسكس مفوّر ثلاث مرات كيفما كانت مي كديرو. الله يرحم الوالدين.', back: 'تقبّل الله الصدقة، ودار مباركة.' },
      { service: 1, what: 'Market tour and cooking with our two teenagers', where: 'Medina, Marrakech', stars: 5, said: 'My son cooks now. I repeat: my son cooks now.', in: 'en' },
    ],
  },
  {
    slug: 'abdelilah-el-ouazzani',
    name: 'عبد الإله الوزاني',
    trade: 'musician',
    city: 'fes',
    plan: 'PRO',
    locale: 'ar',
    languages: ['ar', 'fr'],
    tags: ['طرب الآلة', 'كمان', 'ملحون', 'أعراس', 'تدريس'],
    week: 'fetes',
    headline: { ar: 'كمان وطرب الآلة من فاس، من الوصلة الصغيرة للجوق الكامل', fr: 'Violon et musique andalouse de Fès, du trio à l’orchestre' },
    bio: {
      ar: 'حفظت نوبة رمل الماية على يد الشيخ فالزاوية قبل ما نتعلم النوطة. كنعزف الكمان واقف على الركبة كيفما كانوا يعزفوه الأوائل. الجوق ديالنا من ثمانية: رباب، عود، كمانات، قانون، طر ودربوكة. فالأعراس كنبداو بالأمداح ونسالّيو بالبراول، ونقدر نجي غير بثلاثة للصالون.',
      fr: 'J’ai appris la nouba Raml al-Maya par cœur avant de lire une note. Notre orchestre compte huit musiciens ; pour un salon nous venons à trois.',
    },
    services: [
      { title: { ar: 'جوق كامل لعرس', fr: 'Orchestre de mariage' }, about: { ar: 'ثمانية العازفين، أربعة سوايع، الصوت معانا.', fr: 'Huit musiciens, quatre heures, sonorisation comprise.' }, price: 2000000, minutes: 240, place: 'on_site' },
      { title: { ar: 'ثلاثي لاستقبال', fr: 'Trio de réception' }, about: { ar: 'كمان وعود وطر، ساعة ونصف.' }, price: 450000, minutes: 90, place: 'on_site' },
      { title: { ar: 'درس كمان أندلسي', fr: 'Cours de violon andalou' }, about: { ar: 'ساعة، مبتدئين ومتوسطين.' }, price: 25000, minutes: 60, place: 'studio' },
    ],
    works: [
      { title: { ar: 'نوبة رمل الماية، باب الماكينة', fr: 'Nouba Raml al-Maya, Bab Makina' } },
      { title: { ar: 'سهرة فدار عديّل' } },
      { title: { ar: 'أمداح المولد' } },
    ],
    jobs: [
      { service: 1, what: 'Trio pour le vernissage d’une exposition de zellige', where: 'Musée Batha, Fès', stars: 5, said: 'Les visiteurs marchaient au rythme du tar sans s’en apercevoir.', in: 'fr' },
      { service: 0, what: 'عرس فاسي، 200 مدعو', where: 'رياض فالبطحاء، فاس', stars: 5, said: 'من «شمس العشية» حتى للبراول، الناس واقفة. تبارك الله على المعلم.', back: 'أهل فاس كيعرفو يسمعو.' },
    ],
  },
];
