import type { DemoStory } from '../story.ts';

/** Talk as it is heard in Baghdad, Basra, Mosul, Kirkuk, Najaf and Karbala. */
export const iraqStories: DemoStory[] = [
  {
    talent: 'dj-noor-imad', customer: 'omar-al-dulaimi', service: 0, day: 14, at: '18:30', asked: 5,
    note: 'عرسي، 450 معزوم، أهل العروس من الموصل ويريدون جوبي.', place: 'قاعة الزوراء، المنصور',
    script: [
      'c: السلام عليكم نور، عندك جوبي موصلي لو بس بغدادي؟',
      't: وعليكم السلام، عندي جوبي وچوبية وكل شي، بس أريد أسامي الأغاني من أهل العروس',
      'c: أبوها يريد «يا عين موليتين» ثلاث مرات، مرة ما تكفي 😂',
      't: ثلاث مرات وبثلاث توزيعات حتى محد ينتبه',
      'quote 550000: خمس ساعات، سماعات زيادة لأن القاعة طويلة.',
      'c: الخمسين الزايدة شنو سببها؟',
      't: سماعتين للخلف، قاعة الزوراء بيها عمود بالنص وما يوصل الصوت',
      'c: صحيح والله، حضرت عرس هناك وما سمعنا شي. تمام',
      'accept', 'pay',
      'c: حولت من FIB، وصلك؟', 't: وصل، بالمبارك. أمر عليكم يوم قبل أشوف الكهرباء',
    ],
  },
  {
    talent: 'karrar-al-tamimi', customer: 'tigris-energy', service: 0, day: 18, at: '12:00', asked: 1.3,
    note: 'Safety day for 180 staff and contractors, English and Arabic, three awards.', place: 'Babylon Rotana, ballroom',
    script: [
      'c: Good morning. We need a host for our annual safety day. Half the room speaks English only.',
      't: Good morning. I can do both languages live, no translation pauses. How many speakers?',
      'c: Seven, each 15 minutes, and none of them has ever kept to 15 minutes.',
      't: I bring a small lamp. It turns yellow, then red, then I stand up. It works even on ministers.',
      'quote 800000: Full day including a bilingual script and a call with each speaker.',
      'change: We have cut the afternoon panel. Could you quote for 12:00 to 18:00 only?',
      'quote 700000: Six hours, same preparation. I keep the calls with the speakers.',
      'c: Thank you. Finance signs on Sundays, I will accept then.',
    ],
  },
  {
    talent: 'yasir-al-azzawi', customer: 'dar-al-nakheel', service: 2, day: -1, at: '08:00', asked: 19,
    note: 'إخراج حلقة تجريبية من برنامج طبخ، مطبخ واحد وثلاث كاميرات، الفريق علينا.', place: 'استوديو الدار، الوزيرية',
    script: [
      'c: استاذ ياسر، الفريق جاهز عندنا، نحتاج بس إخراج. الطباخة أم سجاد من البصرة',
      't: أعرف أكلها قبل ما أعرفها 🙂 كم كاميرا وكم ساعة طبخ فعلي؟',
      'quote 1000000: يوم واحد، مع جلسة تحضير قبله بدون كلفة.', 'accept', 'pay',
      't: محتاج خطة المطبخ بالسنتيمتر، القدر الكبير راح يغطي الوجه',
      'c: أرسلتها بالإيميل، والقدر بدلناه بواحد أوطأ',
      '@after', 'c: المونتير يگول المادة تنقطع لوحدها، تسلم', 'done t',
    ],
  },
  {
    talent: 'mustafa-al-jubouri', customer: 'munaf-casting', service: 0, day: -40, at: '11:00', asked: 58,
    note: 'دور محقق متقاعد، مشهدان داخليان.', place: 'بيت قديم في الحيدرخانة',
    script: [
      'c: مصطفى، دور صغير بس يخوّف. محقق متقاعد يسقي ورد ويسأل أسئلة',
      't: هاي أحلى الأدوار. أقرأ النص الليلة وأرجعلك', 't: قريته. المشهد الثاني لو ينگال بهدوء أكثر يخوف أكثر',
      'quote 600000: يوم واحد، والقراءة قبلها.', 'accept', 'pay', '@after', 'done c', 'done t',
      'review c 5: سكت ثلاث ثواني زيادة بالمشهد الثاني والاستوديو كله برد. شغل معلم.',
      'review t 5: كاستنغ يقرأ النص قبل ما يتصل، شكراً مناف.',
    ],
  },
  {
    talent: 'abdulkarim-al-khattat', customer: 'maktabat-al-warraq', service: 1, day: -22, at: '10:00', asked: 34,
    note: 'شعار خطي لمكتبتنا بمناسبة ثلاثين سنة: «الورّاق».', place: 'مرسمه، شارع المتنبي',
    script: [
      'c: أستاذنا، الورّاق تستاهل حرف يشبهها', 't: الواو فيها رأس والقاف فيها نهاية، اسم كريم على الخطاط',
      'quote 300000: ثلاث مسودات خلال عشرة أيام.', 'accept', 'pay', '@after',
      't: المسودة الثانية أقربها لقلبي، لكن الرأي لكم', 'c: ونحن معك، الثانية', 'done c', 'auto',
      'review c 5: علّقنا المسودات الثلاث، والزبائن يصوّتون كل جمعة.',
    ],
  },
  {
    talent: 'shahad-kadhim', customer: 'nakhla-school', service: 2, day: -16, at: '09:00', asked: 28,
    note: 'جدار الساحة 10 أمتار، موضوعه أنهار العراق، ألوان تتحمل الشمس.', place: 'مدارس النخلة، كربلاء',
    script: [
      'c: نريد دجلة والفرات يلتقون بنص الجدار، بالضبط فوق حنفية الماء 🙂',
      't: فكرة تاخذ العقل. أحتاج نقل وسلّم، وكربلاء يوم كامل',
      'quote 700000: عشرة أمتار مع النقل وأصباغ أكريلك خارجية.', 'accept', 'pay', '@day',
      'c: الأولاد واقفين صف ينتظرونچ', 't: جايبة فرش زيادة، كل واحد يرسم سمكة',
      '@after', 'done c', 'done t',
      'dispute c', 'c: بعد أسبوع من المطر القشرة بدت تطلع من الزاوية اليمين',
      't: حقكم. أجي أعيد الزاوية على حسابي، الجدار چان رطب وما انتبهت',
    ],
  },
  {
    talent: 'hassan-abu-allawi', customer: 'asia-tel', service: 1, day: -55, at: '19:00', asked: 68,
    note: 'حفل سنوي، 200 موظف، نريد ساعة كاملة.', place: 'نادي الصيد، القاعة الصيفية',
    script: [
      'c: أستاذ حسن، نكات عن الشبكة مسموحة، عن المدير لا',
      't: إذا ما أگدر على المدير خلوني عالأقل على سيارته',
      'quote 500000: ساعة وربع ويه الافتتاح.', 'accept', 'pay', '@after',
      'c: الصوت انقطع عشر دقايق وكملت بدون مايك! بس الإدارة تريد خصم', 'dispute c',
      't: المايك من القاعة مو مني، وأني كملت العرض كامل، كلهم سمعوا',
      'resolve',
    ],
  },
  {
    talent: 'mariam-yousif', customer: 'layla-al-bahrani', service: 1, day: -12, at: '13:00', asked: 30,
    note: 'Twelve silver pieces for my online shop, one afternoon.', place: 'Studio in Jadriya',
    script: [
      'c: Hi Mariam! Twelve pieces, mostly rings. My ring size is tiny, is that a problem?',
      't: Not at all, I bring blue tack. What nail colour goes with the silver?',
      'quote 200000: Three hours, manicure in the colour you choose.', 'accept', 'pay',
      't: Layla, I am so sorry. My father was taken to hospital in Erbil and I am on the road now.',
      'cancel t',
      'c: Please don’t think about it. I hope he is well soon. We do it in spring.',
      'refund', 't: He is better. And spring it is.',
    ],
  },
  {
    talent: 'ali-al-samarrai', customer: 'muthanna-saad', service: 0, day: -8, at: '10:00', asked: 14,
    note: 'إعلان 40 ثانية لمطعم كباب، افتتاح الجمعة.', place: 'عن بُعد',
    script: [
      'c: أستاذ علي، النص: «كباب العائلة، طعم يجمعنا». نريد صوت يجوّع',
      't: أسجلها الساعة عشرة الصبح وأني بعدني ما متريگ، راح تسمع الجوع طبيعي',
      'quote 75000: ثلاث قراءات خلال يوم.', 'accept', 'expire',
      'c: يا الله نسيت أدفع، انشغلت بالمطبعة. أحجز من جديد؟', 't: ولا يهمك، احجز مرة ثانية والسعر نفسه',
    ],
  },
  {
    talent: 'tamara-al-khafaji', customer: 'yasmine-makiya', service: 0, day: 7, at: '15:00', asked: 2,
    note: 'I moved back after 15 years and own only black coats.', place: 'Mansour, near the Hunting Club',
    script: [
      'c: Fifteen years of London rain. I own nine black coats and it is 38 degrees.',
      't: We keep one coat for the plane. Do you have shoes that are not boots?',
      'c: Define “shoes”.',
      'quote 175000: Three hours at your place, and I bring linen.',
      'accept', 'pay',
      't: Could you hang everything you own before I come, even the wedding dress? Especially the wedding dress.',
      'c: There is no wedding dress. There are, however, two more coats.',
    ],
  },
  {
    talent: 'haider-al-maliki', customer: 'tigris-energy', service: 2, day: 6, at: '08:00', asked: 0.8,
    note: 'Aerials of the new storage tanks, permit is ours, two hours.', place: 'Shuaiba, Basra',
    script: [
      'c: Haider, same procedure as in Zubair? Gate pass will be in your name.',
      't: Same. I need the security letter 24 hours before take-off and one flagman with a radio.',
      'c: You will have both.',
    ],
  },
  {
    talent: 'khashaba-al-faw', customer: 'shatt-restaurants', service: 0, day: 11, at: '19:00', asked: 3,
    note: 'ليلة افتتاح الفرع الثالث، على الشط، 150 ضيف.', place: 'كورنيش البصرة',
    script: [
      'c: أبو سلمان، نريد ليلة بصرية مال قبل، بدون أورگ',
      't: والأورگ منو جاب طاريه؟ خشبة وكاسور وبس. الهوا شرجي ذاك اليوم لو شمالي؟',
      'c: 😂 شرجي أكيد، بالبصرة إحنا', 't: إذن نجيب غطا للعود، الرطوبة تكتله',
      'quote 1250000: ثلاث وصلات، ثمانية، والعشا علينا منكم طبعاً.', 'c: العشا زبيدي، والاتفاق اتفاق',
      'accept', 'pay',
    ],
  },
  {
    talent: 'um-sajjad-kitchen', customer: 'batool-al-halfi', service: 0, day: 4, at: '09:00', asked: 0.7,
    note: 'عزومة رجوع أبوي من العمرة، 25 شخص، غدا.', place: 'الجبيلة، البصرة',
    script: [
      'c: أم سجاد حبيبتي، أبوي راجع من العمرة وما يريد إلا مطبّك', 't: حجة مقبولة إن شاء الله. 25 يعني أطبخ لأربعين، هيچ أعرف',
      'quote 720000: لخمسة وعشرين، ويه صينية محلبي هدية للحجي.',
    ],
  },
  {
    talent: 'um-sajjad-kitchen', customer: 'mazin-al-mansouri', service: 1, day: -20, at: '16:00', asked: 27,
    note: 'مسكوف لعشرين، عيد ميلاد صديق.', place: 'مزرعة في أبو الخصيب',
    script: ['c: خالة، المزرعة ما بيها كهرباء بعد الستة، عادي؟', 't: النار ضوّها يكفي يمه', 'decline', 'c: ليش خالة؟ 😢', 't: ذاك اليوم عرس بنت أختي، انتبهت بعدين. اختار يوم ثاني وتدلل'],
  },
  {
    talent: 'jasim-al-hamdan', customer: 'suha-al-basri', service: 1, day: 15, at: '15:00', asked: 9,
    note: 'إعلان قصير لمشروعي: سلال خوص من الجبايش.', place: 'الجبايش',
    script: [
      'c: أستاذ جاسم، ميزانيتي محدودة بس السلال تستاهل', 't: أعرف النساء اللي ينسجونها، أمي چانت وحدة منهم',
      'quote 900000: نصف يوم بالهور ومشحوف واحد.', 'c: غالية علي هسه صراحة…', 't: خليها لشهر ثاني، الضوء يبقى والقصب يبقى',
      'withdraw c',
    ],
  },
  {
    talent: 'zahraa-al-musawi', customer: 'fatima-al-ghurabi', service: 0, day: 13, at: '16:30', asked: 6,
    note: 'عروس، أريد هدوء وبدون تصوير، وخالتي تحضر وياي.', place: 'صالون حي الأمير، النجف',
    script: [
      'c: السلام عليكم زهراء، أهم شي عندي محد يصورني', 't: وعليكم السلام عروستنا. الموبايلات كلها بصندوق بالباب، حتى موبايلي',
      'c: يعني حتى خالتي؟ 😅', 't: خالتچ أول وحدة', 'quote 400000: ماكياج وتسريحة وحناء، خمس ساعات والغدا علينا.', 'accept', 'pay',
    ],
  },
  {
    talent: 'haydar-al-najafi', customer: 'jaafar-al-kufi', service: 1, day: -6, at: '10:00', asked: 11,
    note: 'كلمة أب في تخرج ابنته الأولى، خمس دقائق، بدون بكاء.', place: 'عن بُعد',
    script: [
      'c: أستاذ حيدر، أريد كلمة أگولها بتخرج بنتي، بس إذا بچيت أروح فيها',
      't: نكتبها بحيث يبچون هم وأنت لا. شنو أول كلمة گالتها وهي صغيرة؟',
      'c: «كتاب». والله العظيم كتاب', 't: خلاص، هاي بداية الكلمة',
      'quote 75000: مسودة بعد يومين.', 'accept', 'pay', '@after', 'done t', 'done c',
      'c: ما بچيت. بس القاعة كلها بچت',
      'review c 5: بدأ بكلمة «كتاب» وخلّص بيها. بنتي حطت الورقة بإطار.',
    ],
  },
  {
    talent: 'ahmad-al-waeli', customer: 'hannah-weber', service: 0, day: 8, at: '16:00', asked: 1.1,
    note: 'Interviews with Iranian tile makers for an article, half a day.', place: 'Karbala, tile workshop near Bab Baghdad',
    script: [
      'c: Hello Ahmad, the craftsmen speak Persian among themselves and Arabic with clients. I speak neither well enough.',
      't: Hello Hannah. I know two of them. They will offer tea three times; the third glass is when they tell the truth.',
      'quote 120000: Four hours, transport inside Karbala included.',
      'c: I will bring an empty stomach for the tea. Confirming with my editor tonight.',
    ],
  },
  {
    talent: 'ameen-al-mawsili', customer: 'embassy-culture', service: 1, day: 17, at: '18:00', asked: 7,
    note: 'Quartet for a book launch in a courtyard, 80 guests, no amplification if possible.', place: 'Mosul Heritage House',
    script: [
      'c: Dear Ameen, could the quartet play without microphones? The courtyard echoes.',
      't: We prefer it. Place people in a half circle and close the street door; the riq will do the rest.',
      'quote 750000: Three sets of 25 minutes, Mosul maqam in the second.', 'accept', 'pay',
      'c: The ambassador asks whether he may request “Zoorooni”.', 't: He may even sing it.',
    ],
  },
  {
    talent: 'yasar-kerkuklu', customer: 'aydin-bayraktar', service: 0, day: -1, at: '19:00', asked: 16,
    note: 'عرس أخوي، سهرة تركمانية، وخوريات للوالد.', place: 'قاعة في شارع القدس، كركوك',
    script: [
      'c: أستاذ يشار، أبوي يريد خوريات «مخالف» بصوتك وما يقبل غيره', 't: على راسي. گله يجهز الچاي ويسكّت الأطفال دقيقتين بس',
      'quote 800000: أربعة عازفين، ثلاث ساعات.', 'accept', 'pay', '@day', 'c: الطريق مقطوع عند الجسر، تعالوا من طريق الحويجة', 't: شكراً، حوّلنا',
      '@after', 'c: أبوي بعده يحچي عليها', 'done c',
    ],
  },
  {
    talent: 'leyla-bayatli', customer: 'two-rivers-ngo', service: 1, day: -9, at: '09:00', asked: 17,
    note: 'Field visit to three pumping stations, Turkmen and Arabic.', place: 'Daquq district',
    script: [
      'c: Leyla, three villages in one morning. Is that realistic?', 't: Two. The third will insist on lunch and they will be right.',
      'quote 350000: Half day, your car.', 'accept', 'pay', '@after', 't: They did insist on lunch.', 'done t', 'done c',
      'review t 5: Boots, questions, and they actually wrote down the answers.',
      'review c 5: She translated the silence too: “he is too polite to say no”. That sentence saved the project.',
    ],
  },
];
