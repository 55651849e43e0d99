import type { DemoStory } from '../story.ts';

/** Sorani, and the English of Erbil, Duhok and Sulaymaniyah. */
export const kurdistanStories: DemoStory[] = [
  {
    talent: 'rebin-ahmed', customer: 'karwan-jalal', service: 0, day: 10, at: '10:00', asked: 4,
    note: 'مینیوی کەبابخانەکەم، ١٨ خواردن، دەمەوێت بۆ تەلەباتیش بشێت.', place: 'ئەسکان، هەولێر',
    script: [
      'c: سڵاو کاک ڕێبین، کەبابەکەمان باشە بەڵام وێنەکانمان وەک هی نەخۆشخانەن',
      't: سڵاو، زۆر جار وایە 😄 ڕووناکیی فلۆرەسێنتە. پەنجەرەتان هەیە؟',
      'c: یەک پەنجەرە هەیە، بەڵام بەرامبەری تەنوورە',
      't: باشترین شوێنە! دووکەڵەکەش دەگرین. کەی کەمترین کڕیارتان هەیە؟',
      'c: دووشەممە بەیانیان',
      'quote 420000: ١٨ خواردن، نیو ڕۆژ، وێنەکان لە پێنج ڕۆژدا.',
      'c: زۆر باشە', 'accept', 'pay', 't: تکایە سماقی تازە بکڕە، سماقی کۆن لە وێنەدا ڕەش دەردەچێت',
    ],
  },
  {
    talent: 'vian-sabah', customer: 'awan-hiwa', service: 1, day: 12, at: '11:00', asked: 8,
    note: 'بووکم، کراسی سەوزی تاریک و زێڕ، ئاهەنگ ئێوارەیە.', place: 'سالۆنی ڤیان، شەقامی ١٠٠م',
    script: [
      'c: سڵاو ڤیان خان، کراسەکەم سەوزی تاریکە و دایکم دەڵێت لێوی سوور، من نامەوێت',
      't: پیرۆزە گیان! دایکت ڕاست دەکات بۆ سەردەمی خۆی 😊 با لە پرۆڤەدا هەردووکیان تاقی بکەینەوە، خۆت بڕیار بدە',
      'quote 400000: پرۆڤە بەخۆڕایی، لەگەڵ قژ و کڵاو.', 'accept', 'pay',
      'c: پرۆڤەکە چوارشەممە دەبێت؟', 't: چوارشەممە کاتژمێر شەش، دایکیشت بهێنە، چا لێرەیە',
    ],
  },
  {
    talent: 'dj-aram-sarkis', customer: 'zagros-events', service: 2, day: 5, at: '19:00', asked: 6,
    note: 'Client dinner on the roof, 70 guests, background only, speeches at nine.', place: 'Citadel view rooftop, Erbil',
    script: [
      'c: Aram, roof, seventy people, quiet. The client’s wife hates saxophone.',
      't: No saxophone within a kilometre. Wind direction? I need to know where to hide the speakers.',
      'quote 450000: Four hours, compact rig, two wireless microphones.', 'accept', 'pay',
      'c: Power on the roof is 16 A, shared with the kitchen.', 't: Then I bring a battery. The kebab has priority.',
    ],
  },
  {
    talent: 'lana-dilshad', customer: 'karzan-casting', service: 0, day: 19, at: '10:00', asked: 1,
    note: 'ڕیکلامی ماست، یەک ڕۆژ، خێزانێک لەسەر خوان.', place: 'ماڵێک لە دریم سیتی، هەولێر',
    script: ['c: لانا، دووبارە ماست 😄 بەڵام ئەمجارە دەست لە کەوچک نادەیت', 't: ئەی چۆن دەیخۆم؟', 'c: بە نان! خاوەن کارەکە وای دەوێت'],
  },
  {
    talent: 'hawjin-karim', customer: 'midia-kamal', service: 2, day: -10, at: '10:00', asked: 18,
    note: 'چیرۆکی «مانگ و مارمێلکە»، هی خۆمە، ٩ لاپەڕە.', place: 'لە دوورەوە',
    script: [
      'c: مامۆستا هاوژین، یەکەم کتێبمە، دەترسم', 't: مەترسە، مارمێلکەکە دەنگێکی زۆر شەرمنی دەوێت، وایە؟', 'c: ڕێک وایە! چۆن زانیت؟',
      'quote 150000: بیست خولەک، لەگەڵ دەنگی بارانیش.', 'accept', 'pay', '@after', 't: ناردم. کوڕەکەم لە کاتی تۆمارکردندا خەوی لێکەوت، نیشانەیەکی باشە', 'done t', 'done c',
      'review c 5: کاتێک گوێم لێگرت، تێگەیشتم چیرۆکەکەم ڕاستە.',
    ],
  },
  {
    talent: 'sherwan-botani', customer: 'citadel-hotels', service: 2, day: -14, at: '18:00', asked: 33,
    note: 'Staff awards, 25 years of the hotel, Sorani and English, 140 people.', place: 'Citadel Hotel ballroom',
    script: [
      'c: Mr Botani, our doorman has been here for 25 years and does not know he wins.',
      't: Then I need his nickname, his first guest and his worst winter. Leave the rest to me.',
      'quote 600000: Four hours, two languages.', 'accept', 'pay', '@after',
      'c: Nobody has ever made our doorman cry. He saluted the chandelier.', 'done c', 'done t',
      'review c 5: He learned 32 names, and the name of the doorman’s late wife. We will never book anyone else.',
      'review t 5: A house that knows its people by first name.',
    ],
  },
  {
    talent: 'nineb-odisho', customer: 'rozh-consulting', service: 1, day: -33, at: '10:00', asked: 50,
    note: 'Annual report 2025, 52 pages, English and Arabic.', place: 'Remote',
    script: [
      'c: Nineb, our last report won a prize for “most shades of grey”.', 't: I can offer two colours and a table one can read at midnight.',
      'quote 1100000: Up to 60 pages, both editions.', 'accept', 'pay', '@after', 'c: The Arabic charts run left to right, the client noticed before us.', 'dispute c',
      't: My mistake, the export flipped them. New files tonight, no charge, and I will proof every axis.', 'resolve',
    ],
  },
  {
    talent: 'sirwa-mahmoud', customer: 'shilan-aziz', service: 0, day: 3, at: '10:00', asked: 0.3,
    note: 'بڕوانامەی لەدایکبوونی کوڕەکەم بۆ قوتابخانەی ئەڵمانی.', place: 'لە دوورەوە',
    script: ['c: سڵاو، ناوی کوڕەکەم «ئاریۆ»یە، لە پاسپۆرتدا Aryo نووسراوە بەڵام لە ناسنامەدا Ario. کامیان؟'],
  },
  {
    talent: 'shno-faraydun', customer: 'claire-marchand', service: 1, day: -18, at: '10:00', asked: 25,
    note: 'Deux heures sur le montage du film des sages-femmes, version française.', place: 'Studio de Shno, Erbil',
    script: [
      'c: Bonjour Shno, je tourne en rond sur la scène du thé. Une paire d’yeux neufs ?', 't: Bonjour Claire. Envoyez-moi la version sans musique, s’il vous plaît. Le thé n’en a pas besoin.',
      'quote 180000: Trois heures ensemble devant l’écran.', 'accept', 'pay', '@after', 'c: Coupé quarante secondes, gagné un film.', 'done c', 'done t',
      'review c 5: Elle a vu en dix minutes ce que je cherchais depuis un mois.', 'review t 5: Claire écoute avant de parler.',
    ],
  },
  {
    talent: 'shvan-osman', customer: 'hana-bakir', service: 0, day: 22, at: '13:00', asked: 1.3,
    note: 'زەماوەندمان، لە گوندی تەوێڵە، ١٨٠ میوان، ڕێگا سەختە.', place: 'تەوێڵە، هەورامان',
    script: [
      'c: کاک شڤان، ڕێگاکە پاش باران داخراوە، دەتوانیت ڕۆژێک پێشتر بێیت؟', 't: دەتوانم، لە ماڵی پوورم دەمێنمەوە. دایکی من تەوێڵەییە!',
      'c: ئەی بۆ ناڵێیت! کەواتە هەڵپەڕکێش دەکەیت', 't: دوای تەواوبوونی باتری',
      'quote 800000: دوو کامێرا، درۆن، لەگەڵ شەوێک مانەوە.',
      'change: دەکرێت درۆنەکە لێ دەربهێنیت و نرخەکە کەم بێت؟ بودجەمان ٧٠٠ هەزارە', 'quote 700000: بێ درۆن، دوو کامێرا. درۆنەکەش دەهێنم، ئەگەر با نەبوو بەخۆڕایی هەڵیدەفڕێنم.',
      'accept, a day to pay',
    ],
  },
  {
    talent: 'chopi-jamal', customer: 'shokhan-curator', service: 0, day: 16, at: '18:00', asked: 5,
    note: 'کردنەوەی پێشانگای «گەردوغبار»، ٩٠ میوان، هۆڵێکی بەرد.', place: 'مۆزەخانەی سلێمانی',
    script: [
      'c: چۆپی گیان، هۆڵەکە هەموو بەردە، دەنگ دەگەڕێتەوە', 't: کەواتە بێ میکرۆفۆن، بەردەکان خۆیان کۆرسن',
      'quote 500000: شەست خولەک، پیانۆ لەسەر ئێوە.', 'c: پیانۆمان نییە، کەمانچە دەبێت؟', 't: بۆ بەرد کەمانچە باشترە', 'accept', 'pay',
    ],
  },
  {
    talent: 'shler-dress', customer: 'bahar-saeed', service: 1, day: 9, at: '12:00', asked: 6,
    note: 'جلێکی شین بۆ زەماوەندی برام، قەبارە ٤٦.', place: 'دوکانی شلێر، شەقامی مەولەوی',
    script: ['c: شلێر خان، هەموو دوکانێک پێم دەڵێت «بۆ تۆ نییە»', 't: ئەوان نازانن بدوورن! سێ شینم هەیە لە ٤٤ تا ٥٠، وەرە و چا بخۆ', 'quote 120000: سێ ڕۆژ، لەگەڵ پشتێن.', 'accept', 'pay', 'c: ڕەنگی دووەم، وەک ئاسمانی پاش باران'],
  },
  {
    talent: 'bahman-comedy', customer: 'goyzha-media', service: 0, day: -4, at: '20:00', asked: 11,
    note: 'ئاهەنگی ١٠ ساڵەی گۆیژە میدیا، ١٥٠ کەس.', place: 'هوتێل گراند میلینیۆم، سلێمانی',
    script: [
      'c: بەهمەن، نوکتە لەسەر ڕۆژنامەنووسان ئازادە، لەسەر مووچەیان ئازادترە', 't: مووچە؟ ئەوە چییە؟ 😄', 'quote 200000: بیست خولەک، پێنجیان تایبەت بە ئێوە.', 'accept', 'pay', '@after', 'done c', 'done t',
      'review t 5: هۆڵێک پڕ لە کەسانێک کە بۆ ژیان پێدەکەنن.',
    ],
  },
  {
    talent: 'diyar-studio', customer: 'hanar-festival', service: 2, day: 25, at: '10:00', asked: 2,
    note: 'ناسنامەی فێستیڤاڵی هەناری ئەمساڵ، پۆستەر و بلیت و بەرنامە.', place: 'لە دوورەوە',
    script: ['c: پار هەنارەکە وەک تەماتە دەردەچوو، ئەمساڵ تکایە', 't: وەک تەماتە نا، بەڵێن. دانەکانی ژمارەی ڕۆژەکان بن؟ سێ دانە، سێ ڕۆژ', 'c: زۆر جوانە!', 'quote 1000000: هەموو شتێک، لەگەڵ سێ جار پێداچوونەوە.', 'withdraw t', 't: زۆر ببوورن، باوکم نەخۆشە و ناتوانم کاتەکە بپارێزم. هاوڕێیەکی باش پێشنیار دەکەم', 'c: خوا شیفای بدات، ئێمە چاوەڕێت دەکەین بۆ ساڵی داهاتوو'],
  },
  {
    talent: 'tara-bakhtiar', customer: 'rebwar-latif', service: 1, day: -13, at: '17:00', asked: 17,
    note: 'شیعرێک بۆ دایکم، حەفتا ساڵی، کە هەرگیز شیعری بۆ نەنووسراوە.', place: 'لە دوورەوە',
    script: ['c: تارا خان، دایکم نەخوێندەوارە، دەبێت بە گوێ خۆش بێت', 't: باشترین خوێنەر گوێیە. دایکت بۆنی چی دەدات کاتێک بیری دەکەیت؟', 'c: سابوونی ڕەقی و دووکەڵی تەنوور', 'quote 80000: دوازدە دێڕ، بە دەستخەت.', 'accept', 'pay', '@after', 'done t', 'auto', 'c: پێی گوت «دووبارەی بکەوە» پێنج جار'],
  },
  {
    talent: 'govend-duhok', customer: 'helin-doski', service: 1, day: 13, at: '17:00', asked: 12,
    note: 'Wedding in the village, 500 guests, outdoors until midnight.', place: 'Mangesh, Duhok',
    script: [
      'c: Hello! Half of my cousins think they lead the govend. Can you lead them without hurting anyone’s pride?', 't: We let the loudest one hold the handkerchief. He tires after ten minutes, then we work.',
      'quote 650000: Six dancers, three hours, plus the road.', 'accept', 'pay', 'c: My grandmother asks for the slow one, Sêxanî of the old days.', 't: We will wait for her at the middle of the line.',
    ],
  },
  {
    talent: 'ashur-benyamin', customer: 'ramina-daniel', service: 1, day: -7, at: '07:00', asked: 20,
    note: 'Harisa for the parish feast, 100 people, after mass.', place: 'St. Ith-Alaha church yard, Duhok',
    script: [
      'c: Shlama Ashur, father says the pot from last year had a hole.', 't: Shlama! My pot has no hole, only stories. I need wood, water and two cousins who can stay awake.',
      'quote 900000: Wheat, lamb and a whole night.', 'accept', 'pay', 'cancel c', 'c: The bishop moved the feast to Baghdad, we heard it this morning. I am sorry about your lamb.', 't: The lamb will understand. My freezer too.',
    ],
  },
  {
    talent: 'berfin-zebari', customer: 'nazdar-sindi', service: 0, day: -24, at: '10:00', asked: 31,
    note: 'A plate of the wild tulip for my mother’s herbal shop.', place: 'Remote',
    script: ['c: Could you draw the tulip with its bulb? My mother sells by the bulb.', 't: Of course. May I take liberties with the soil?', 'quote 250000: Original included, framed by you.', 'accept', 'expire', 'pay late', '@after', 'c: Sorry again for the payment, the bank app was down all evening and then it went through!', 'done t', 'done c', 'review c 5: The bulb has hairs. My mother counted them.'],
  },
];
