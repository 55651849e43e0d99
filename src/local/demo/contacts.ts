import { exampleIds } from '../../features/examples.ts';
import { maskedOrNull } from '../../features/messaging/rules.ts';
import type { ContactState } from '../../features/messaging/rules/contacts.ts';
import { customerId, talentUserId } from './accounts.ts';
import { idAt } from './chance.ts';
import type { DemoRows } from './rows.ts';

const minute = 60_000;
const day = 86_400_000;

type Told = {
  id?: string;
  threadId?: string;
  customer: string;
  talent: string;
  state: ContactState;
  closedBy?: 'customer' | 'talent';
  /** days and minutes before today’s midnight at which it was asked */
  asked: number;
  /** who said what, how many minutes after it was asked */
  said: readonly (readonly [by: 'customer' | 'talent', after: number, words: string])[];
};

/** Members and talents who talk without a booking: what waits, what goes on, what was declined, closed, reported. */
const contacts: readonly Told[] = [
  {
    id: exampleIds.contactToAccept,
    customer: 'tigris-energy',
    talent: 'zainab-al-rubaie',
    state: 'pending',
    asked: 1,
    said: [
      [
        'customer',
        0,
        'We publish a yearly report and need portraits of forty engineers at three sites in the south. Would you travel to Basra for a week in spring?',
      ],
    ],
  },
  {
    id: exampleIds.contactToDecline,
    customer: 'claire-marchand',
    talent: 'zainab-al-rubaie',
    state: 'pending',
    asked: 2,
    said: [
      [
        'customer',
        0,
        'Bonjour Zainab, je prépare un film sur les ateliers de Bagdad et je cherche une photographe de plateau pour six jours. Écrivez-moi à claire@studio-marchand.example si cela vous tente.',
      ],
    ],
  },
  {
    id: exampleIds.contactToClose,
    customer: 'munaf-casting',
    talent: 'zainab-al-rubaie',
    state: 'accepted',
    asked: 12,
    said: [
      ['customer', 0, 'السلام عليكم زينب، نحضّر لمسلسل رمضاني ونحتاج مصوّرة للملصقات. هل أنتِ متفرغة في كانون الثاني؟'],
      ['talent', 190, 'وعليكم السلام، نعم، النصف الثاني من الشهر. كم يوم تصوير تتوقعون؟'],
      ['customer', 260, 'أربعة أيام في الاستوديو ويوم خارجي. أرسل لك التفاصيل غدًا.'],
      ['talent', 275, 'بانتظارها، شكرًا لك.'],
    ],
  },
  {
    threadId: exampleIds.threadToBlock,
    customer: 'fondation-al-manar',
    talent: 'zainab-al-rubaie',
    state: 'accepted',
    asked: 30,
    said: [
      [
        'customer',
        0,
        'Bonjour, notre fondation organise une exposition à Rabat sur les métiers d’Irak. Accepteriez-vous de nous prêter une série ?',
      ],
      ['talent', 600, 'Bonjour, avec plaisir. Sous quelles conditions, et pour combien de temps ?'],
      ['customer', 2100, 'Sans rémunération, mais avec votre nom au mur. Nous aurions besoin des fichiers originaux.'],
      ['talent', 2160, 'Je ne donne pas mes originaux sans contrat.'],
    ],
  },
  {
    threadId: exampleIds.threadToReport,
    customer: 'parwin-planner',
    talent: 'zainab-al-rubaie',
    state: 'accepted',
    asked: 45,
    said: [
      ['customer', 0, 'سڵاو زەینەب گیان، بۆ وەرزی ئاهەنگەکانی بەهار بەدوای وێنەگرێکدا دەگەڕێم لە هەولێر.'],
      ['talent', 95, 'سڵاو، دەتوانم بێم. چەند ڕۆژ و کەی؟'],
      ['customer', 400, 'با لە دەرەوەی ماڵپەڕەکە قسە بکەین و پارەکەش بە دەست بدەین، هەرزانتر دەبێت.'],
    ],
  },
  {
    id: exampleIds.contactToWithdraw,
    customer: 'munaf-casting',
    talent: 'rebin-ahmed',
    state: 'pending',
    asked: 3,
    said: [['customer', 0, 'مرحبًا ريبين، نبحث عن صوت كردي لإعلان إذاعي. هل تسجّل من أربيل؟']],
  },
  {
    customer: 'munaf-casting',
    talent: 'mariam-yousif',
    state: 'declined',
    asked: 18,
    said: [['customer', 0, 'مرحبًا مريم، لدينا دور غنائي في مسرحية للأطفال، التدريبات ثلاث مرات في الأسبوع.']],
  },
  {
    customer: 'leila-casting',
    talent: 'ghita-el-fassi',
    state: 'accepted',
    asked: 60,
    said: [
      ['customer', 0, 'Bonjour Ghita, un court-métrage à Essaouira en mai, trois jours. Seriez-vous libre ?'],
      ['talent', 75, 'Bonjour Leïla, oui, du 10 au 20. Envoyez-moi le scénario ici.'],
      [
        'customer',
        1500,
        'Il faudrait d’abord verser un dépôt de 500 dirhams pour le dossier. Appelez-moi au 06 12 34 56 78.',
      ],
    ],
  },
  {
    customer: 'tigris-energy',
    talent: 'dj-noor-imad',
    state: 'closed',
    closedBy: 'talent',
    asked: 80,
    said: [
      ['customer', 0, 'Our annual dinner is on the second Thursday of March. Are you free for the evening?'],
      ['talent', 40, 'I am, please book me through my page so that the day is held.'],
      ['customer', 55, 'Done, thank you.'],
    ],
  },
];

/** Whose words an operator is asked to look at. */
const reported = { customer: 'leila-casting', talent: 'ghita-el-fassi' };

export function keepContacts(rows: DemoRows, today: Date): void {
  for (const told of contacts) {
    const { customer, talent, state } = told;
    const customerUser = customerId(customer);
    const profile = rows.talentProfiles.find(({ slug }) => slug === talent) ?? missing(talent);
    const name = rows.users.find(({ id }) => id === customerUser)?.name ?? missing(customer);
    const key = `${customer} ${talent}`;
    const at = (after: number) => new Date(today.getTime() - told.asked * day + (480 + after) * minute);
    const last = told.said.at(-1);
    const answered = told.said.find(([by]) => by === 'talent');
    const restedAt = last ? at(last[1] + 30) : at(0);
    const id = told.id ?? idAt(`contact ${key}`, -told.asked * day);
    const threadId = told.threadId ?? idAt(`contact thread ${key}`, -told.asked * day);
    rows.contacts.push({
      id,
      customerId: customerUser,
      talentId: profile.id ?? missing(talent),
      talentUserId: profile.userId,
      customerName: name,
      talentName: profile.displayName,
      state,
      stateAt: state === 'pending' ? at(0) : state === 'accepted' && answered ? at(answered[1]) : restedAt,
      closedBy: told.closedBy ?? null,
      createdAt: at(0),
    });
    rows.threads.push({ id: threadId, kind: 'direct', contactId: id, createdAt: at(0) });
    const said = told.said.map(([by, after, body], index) => ({
      id: idAt(`contact word ${key} ${index}`, -told.asked * day + (480 + after) * minute),
      by,
      body,
      masked: maskedOrNull(body),
      sentAt: at(after),
    }));
    const latest = said.at(-1);
    for (const side of ['customer', 'talent'] as const) {
      const mine = said.findLastIndex(({ by }) => by === side);
      rows.threadMembers.push({
        threadId,
        userId: side === 'customer' ? customerUser : profile.userId,
        side,
        kind: 'direct',
        subjectId: id,
        partnerId: side === 'customer' ? profile.userId : customerUser,
        partnerName: side === 'customer' ? profile.displayName : name,
        state,
        unread: state === 'pending' || state === 'accepted' ? said.length - 1 - mine : 0,
        lastMessageAt: latest?.sentAt ?? at(0),
        preview: latest
          ? [...(state === 'accepted' ? latest.body : (latest.masked ?? latest.body))].slice(0, 140).join('')
          : '',
        lastReadId: said[mine]?.id ?? null,
      });
    }
    rows.messages.push(
      ...said.map(({ by, ...word }) => ({
        ...word,
        threadId,
        senderId: by === 'customer' ? customerUser : profile.userId,
      })),
    );
    if (customer === reported.customer && talent === reported.talent)
      rows.reports.push({
        id: exampleIds.reportToDecide,
        reporterId: talentUserId(talent),
        threadId,
        messageId: latest?.id ?? null,
        reason: 'fraud',
        note: 'Demande de l’argent avant même le rendez-vous, par téléphone.',
        createdAt: at((last?.[1] ?? 0) + 20),
      });
  }
}

function missing(what: string): never {
  throw new Error(`the demo’s contacts speak of ${what}, and there is no such`);
}
