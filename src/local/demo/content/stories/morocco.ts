import type { DemoStory } from '../story.ts';

/** Darija in Arabic letters, and French. Priced in dirhams. */
export const moroccoStories: DemoStory[] = [
  {
    talent: 'mehdi-benjelloun', customer: 'kenza-bennani', service: 1, day: 9, at: '10:00', asked: 1,
    note: 'Interview filmée de ma grand-mère, 88 ans, en darija, pour la famille.', place: 'Quartier Palmier, Casablanca',
    script: [
      'c: Bonjour Mehdi, ce n’est pas de l’entreprise : c’est ma grand-mère. Elle raconte très bien, mais jamais deux fois.',
      't: Bonjour Kenza. Alors une seule prise, deux caméras, et du thé à la menthe hors champ. Elle préfère le matin ?',
      'c: Après la prière de l’aube elle est imbattable.',
      'quote 320000: Demi-journée, deux caméras, et la version longue non coupée pour la famille.',
      'c: Je consulte mes oncles, ils participent tous.',
    ],
  },
  {
    talent: 'zineb-tazi', customer: 'meryem-ouazzani', service: 1, day: 14, at: '16:00', asked: 0.6,
    note: 'خطوبة فالدار، لبستين، رباطية وفاسية.', place: 'حي الرياض، الرباط',
    script: ['c: السلام لالة زينب، بغيت غير لبستين وبلا بزاف د الماكياج', 't: وعليكم السلام بنتي، مبروك. عندك الطول؟ باش نعرف الطالون', 'c: متر و62، وما كنلبسش الطالون عالي', 't: إذن الرباطية بالبلغة، حسن ليك وأصيلة'],
  },
  {
    talent: 'hamza-ould-derb', customer: 'atlas-studios-casa', service: 0, day: -11, at: '20:00', asked: 15,
    note: 'Soirée d’équipe, 60 personnes, vingt-cinq minutes en darija et français.', place: 'Aïn Diab, Casablanca',
    script: ['c: Salut Hamza, on voudrait un passage sur les réunions Zoom.', 't: هاد الشي ساهل، عندي 20 دقيقة غير على «واش كتسمعوني؟»', 'expire', 'c: On a oublié de confirmer, mea culpa. Une autre date en janvier ?', 't: مرحبا، غير سيفطو الطلب من جديد'],
  },
  {
    talent: 'tilila-oumarir', customer: 'rkia-oubella', service: 1, day: 18, at: '17:00', asked: 0.9,
    note: 'عرس فتارودانت، 200 مدعو، بغينا أحواش خفيف وصوت الرباب.', place: 'تارودانت',
    script: ['c: أزول تيليلا، ختي كتحماق على أغنية «تافوكت»', 't: أزول رقية، غادي نبداو بها ونسالّيو بها', 'quote 550000: زوج وصلات، والطريق محسوبة.', 'c: خاصني نشاور مع الوالد، هو اللي كيخلص 😄'],
  },
  {
    talent: 'yassine-ait-baha', customer: 'olivia-hart', service: 3, day: 6, at: '16:30', asked: 0.5,
    note: 'One hour in the palm grove, we got engaged yesterday on a camel that refused to move.', place: 'Palmeraie, Marrakech',
    script: ['c: Hi Yassine! We leave in a week and would love one hour at sunset. No camels, please.', 't: Congratulations! No camels, I promise. There may be one donkey, he lives there.', 'c: The donkey is welcome.'],
  },
  {
    talent: 'dar-lalla-malika', customer: 'julie-lacombe', service: 0, day: 3, at: '14:00', asked: 0.7,
    note: 'Dîner pour huit, une personne sans gluten, riad loué.', place: 'Riad Laarous, Marrakech',
    script: ['c: Bonjour Lalla Malika, l’une de nous ne mange pas de blé. Est-ce compliqué ?', 't: لا ما كاين حتى مشكل أ بنتي، الطنجية ما فيها القمح أصلاً، والخبز نديرو ليها بالذرة', 'c: Merci ! Mon traducteur dit « aucun problème » et je vous crois.', 'quote 360000: سبع شلاضات، طنجية، وديسير بالبرتقال.'],
  },
];
