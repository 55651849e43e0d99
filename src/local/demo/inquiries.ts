import { createHash } from 'node:crypto';
import type { Locale } from '../../core/locale.ts';
import { exampleIds } from '../../features/examples.ts';
import { maskedOrNull } from '../../features/messaging/rules.ts';
import type { InquiryStatus } from '../../features/messaging/rules/inquiries.ts';
import { customerId, mailOf } from './accounts.ts';
import { between, idAt, stream } from './chance.ts';
import { demoCustomers } from './content/customers.ts';
import { toldInquiries } from './content/inquiries.ts';
import { manyPlaces, manyQuestions, manyAnswers, manySenders } from './content/many-inquiries.ts';
import type { DemoRows } from './rows.ts';

const minute = 60_000;
const day = 86_400_000;

// the same words come again and again, and a mask takes its time
const known = new Map<string, string | null>();
function masked(text: string): string | null {
  let found = known.get(text);
  if (found === undefined) known.set(text, (found = maskedOrNull(text)));
  return found;
}

type Asked = {
  key: string;
  id?: string | undefined;
  talent: DemoRows['talentProfiles'][number];
  sender: { id: string | null; name: string; email: string };
  service: DemoRows['services'][number] | null;
  locale: Locale;
  subject: string;
  message: string;
  at: Date;
  status: InquiryStatus;
  isSpam?: boolean;
  held?: boolean;
  replies: readonly { author: 'talent' | 'sender'; reply: string; at: Date }[];
};

/** One inquiry as the app would have left it: with its thread and its places in the inboxes. */
function keep(rows: DemoRows, today: Date, asked: Asked): void {
  const { key, talent, sender, service, at, replies } = asked;
  const idOf = (what: string, when: Date) => idAt(`${what} ${key}`, when.getTime() - today.getTime());
  const id = asked.id ?? idOf('inquiry', at);
  const answers = replies.filter(({ author }) => author === 'talent');
  const last = replies.at(-1);
  const readAt = asked.status === 'unread' && replies.length === 0 ? null : new Date(at.getTime() + 25 * minute);
  const maskedMessage = masked(asked.message);
  rows.inquiries.push({
    id,
    talentId: talent.id ?? '',
    talentUserId: talent.userId,
    senderId: sender.id,
    serviceId: service?.id ?? null,
    serviceTitle: service?.title ?? null,
    subject: asked.subject,
    message: asked.message,
    maskedSubject: masked(asked.subject),
    maskedMessage,
    senderName: sender.name,
    senderEmail: sender.email,
    locale: asked.locale,
    status: asked.status,
    isSpam: asked.isSpam ?? false,
    createdAt: at,
    readAt,
    lastReplyAt: answers.at(-1)?.at ?? null,
    answers: answers.length,
    followUps: replies.length - answers.length,
    heldAt: asked.held ? at : null,
    // nobody was sent a link to what was asked before the site stood
    linkHash: createHash('sha256').update(`mawahib demo inquiry ${id}`).digest('hex'),
  });
  replies.forEach(({ author, reply, at: when }, index) =>
    rows.inquiryReplies.push({
      id: idOf(`inquiry reply ${index}`, when),
      inquiryId: id,
      author,
      senderId: author === 'talent' ? talent.userId : sender.id,
      reply,
      masked: masked(reply),
      createdAt: when,
    }),
  );
  const threadId = idOf('inquiry thread', at);
  rows.threads.push({ id: threadId, kind: 'inquiry', inquiryId: id, createdAt: at });
  const shared = {
    threadId,
    kind: 'inquiry' as const,
    subjectId: id,
    title: asked.subject === '' ? (service?.title ?? '') : (masked(asked.subject) ?? asked.subject),
    lastMessageAt: last?.at ?? at,
    preview: (last ? (masked(last.reply) ?? last.reply) : (maskedMessage ?? asked.message)).slice(0, 140),
  };
  rows.threadMembers.push({
    ...shared,
    userId: talent.userId,
    side: 'talent',
    partnerId: sender.id,
    partnerName: sender.name,
    state: asked.status,
    unread: asked.status === 'unread' ? 1 : 0,
    archivedAt: asked.status === 'archived' ? (last?.at ?? at) : null,
    hidden: (asked.isSpam ?? false) || (asked.held ?? false),
  });
  if (sender.id !== null)
    rows.threadMembers.push({
      ...shared,
      userId: sender.id,
      side: 'customer',
      partnerId: talent.userId,
      partnerName: talent.displayName,
      unread: last?.author === 'talent' ? 1 : 0,
    });
}

const missing = (what: string): never => {
  throw new Error(`the demo asks ${what}, and there is no such`);
};

/** Whose inbox is measured: as many as a sought-after ensemble is asked in three years. */
const soughtAfter = 'khashaba-al-faw';
const howMany = 5_000;

export function keepInquiries(rows: DemoRows, today: Date): void {
  const talentOf = (slug: string) => rows.talentProfiles.find((one) => one.slug === slug) ?? missing(slug);
  const servicesOf = (talentId: string | undefined) => rows.services.filter((one) => one.talentId === talentId);
  toldInquiries.forEach((told, index) => {
    const talent = talentOf(told.talent);
    const at = new Date(today.getTime() - told.asked * day + between(`told ${index}`, 480, 1200) * minute - day);
    const customer = told.customer ? demoCustomers.find(({ handle }) => handle === told.customer) : undefined;
    keep(rows, today, {
      key: `told ${told.talent} ${index}`,
      id: told.example && exampleIds[told.example],
      talent,
      sender: customer
        ? { id: customerId(customer.handle), name: customer.name, email: mailOf(customer.handle) }
        : { id: null, name: told.name ?? missing('a name'), email: `guest-${index}@guests.example` },
      service: told.service === undefined ? null : (servicesOf(talent.id)[told.service] ?? missing('a service')),
      locale: told.locale,
      subject: told.subject ?? '',
      message: told.message,
      at,
      status: told.status,
      isSpam: told.isSpam ?? false,
      held: told.held ?? false,
      replies: (told.replies ?? []).map(([author, after, reply]) => ({
        author,
        reply,
        at: new Date(at.getTime() + after * minute),
      })),
    });
  });
  const talent = talentOf(soughtAfter);
  const services = servicesOf(talent.id);
  const draw = drawing('many inquiries');
  for (let n = 0; n < howMany; n += 1) keepOneOfMany(rows, today, talent, services, n, draw);
}

/** Chance drawn from one stream, because so many names to hash would take longer than all else. */
type Draw = { between: (least: number, most: number) => number; oneOf: <T>(choices: readonly T[]) => T };
function drawing(name: string): Draw {
  const next = stream(name);
  const draw: Draw = {
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    oneOf: (choices) => choices[draw.between(0, choices.length - 1)] ?? missing('nothing'),
  };
  return draw;
}

const languages: readonly Locale[] = ['ar', 'ar', 'ar', 'ckb', 'en', 'fr'];

/** Made of parts; nobody with an account, so that no other inbox fills up. */
function keepOneOfMany(
  rows: DemoRows,
  today: Date,
  talent: DemoRows['talentProfiles'][number],
  services: DemoRows['services'],
  n: number,
  draw: Draw,
): void {
  const locale = draw.oneOf(languages);
  // the newer, the more often
  const age = 2 * day + Math.round((n / howMany) ** 1.6 * 1_090 * day) + draw.between(0, 1_400) * minute;
  const at = new Date(today.getTime() - age);
  const lot = draw.between(0, 99);
  const fresh = n < 40;
  const isSpam = !fresh && lot >= 97;
  const settled: InquiryStatus = lot < 4 ? 'read' : lot < 70 ? 'replied' : isSpam ? 'unread' : 'archived';
  const status: InquiryStatus = fresh ? (lot < 60 ? 'unread' : 'read') : settled;
  const message = draw
    .oneOf(manyQuestions[locale])
    .replace('{place}', draw.oneOf(manyPlaces[locale]))
    .replace('{guests}', String(draw.between(4, 40) * 10))
    .replace('{hours}', String(draw.between(2, 6)));
  const answered = status === 'replied' || (status === 'archived' && lot < 88);
  const later = draw.between(20, 1_200) * minute;
  keep(rows, today, {
    key: `many ${n}`,
    talent,
    sender: { id: null, name: draw.oneOf(manySenders[locale]), email: `guest-many-${n}@guests.example` },
    service: draw.between(0, 3) === 0 ? null : draw.oneOf(services),
    locale,
    subject: '',
    message,
    at,
    status,
    isSpam,
    replies: answered
      ? [{ author: 'talent', reply: draw.oneOf(manyAnswers[locale]), at: new Date(at.getTime() + later) }]
      : [],
  });
}
