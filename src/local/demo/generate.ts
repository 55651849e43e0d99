import { sections } from '../../features/showcase/rules/sections.ts';
import { demoFeatured } from './content/featured.ts';
import type { Locale } from '../../core/locale.ts';
import { exampleIds } from '../../features/examples.ts';
import { cities } from '../../features/discovery/places.ts';
import { admins, customerId, mailOf, talentUserId } from './accounts.ts';
import { attachFiles } from './attach-files.ts';
import { avatarOf, pictureOf } from './artwork/media.ts';
import { keepAgents } from './agents.ts';
import { exceptionsOf, openDiary, place, type Diary } from './calendar.ts';
import { keepCasting } from './casting.ts';
import { between, digest, idAt, oneOf } from './chance.ts';
import { keepContacts } from './contacts.ts';
import { demoCustomers, type DemoCustomer } from './content/customers.ts';
import { demoStories } from './content/stories.ts';
import type { DemoJob, DemoTalent } from './content/talent.ts';
import { demoTalents } from './content/talents.ts';
import { usualTerms } from './content/weeks.ts';
import { fillPurses } from './fill-purses.ts';
import { givePlans } from './give-plans.ts';
import { keepInquiries } from './inquiries.ts';
import { issueDocuments } from './issue-documents.ts';
import { keepBooks } from './keep-books.ts';
import { people } from './people.ts';
import { keepLists } from './lists.ts';
import { keepMandates } from './mandates.ts';
import { keepPhotos } from './photos.ts';
import { keepWork } from './work.ts';
import { play, type Stage } from './play.ts';
import { keepRegistrations } from './registration.ts';
import { keepRequests } from './requests.ts';
import { noRows, type DemoRows } from './rows.ts';
import { tellInHouse } from './tell-in-house.ts';

const day = 86_400_000;

export const startOfDay = (now: Date): Date => new Date(Math.floor(now.getTime() / day) * day);

const currencyOf = (talent: DemoTalent) => (cities[talent.city].country === 'MA' ? 'MAD' : 'IQD');
const signsIn = new Set(people.map(({ clerkId }) => clerkId));
/** Accounts are older than all that happened; those people sign in as are the newest, so that they stand first in the directory. */
const joined = (name: string, userId: string) =>
  signsIn.has(userId) ? between(`joined ${name}`, 156, 170) : between(`joined ${name}`, 185, 640);

const profileId = (slug: string, joinedDays: number) =>
  slug === 'zainab-al-rubaie' ? exampleIds.talentToAsk : idAt(`profile ${slug}`, -joinedDays * day);
const serviceId = (slug: string, index: number, joinedDays: number) =>
  slug === 'zainab-al-rubaie' && index === 0
    ? exampleIds.service
    : idAt(`service ${slug} ${index}`, -joinedDays * day + index * 60_000);

/** Everything the demo holds, as rows, the same for every moment of one day but for holds that are running. */
export function generateDemo(now: Date): DemoRows {
  const stage: Stage = { today: startOfDay(now), now };
  const ago = (days: number) => new Date(stage.today.getTime() - days * day);
  const rows = noRows();

  for (const { id, handle, name, locale } of admins)
    addUser(rows, { id, email: mailOf(handle), name, locale, role: 'admin', at: ago(900) });
  for (const customer of demoCustomers) {
    const id = customerId(customer.handle);
    addUser(rows, {
      id,
      email: mailOf(customer.handle),
      name: customer.name,
      locale: customer.locale,
      role: 'customer',
      customerKind: customer.kind,
      timeZone: cities[customer.city].timeZone,
      at: ago(joined(customer.handle, id)),
    });
  }
  const diaries = new Map<string, Diary>();
  for (const talent of demoTalents) diaries.set(talent.slug, addTalent(rows, talent, stage));
  keepCasting(rows);

  for (const story of demoStories) {
    const talent = demoTalents.find(({ slug }) => slug === story.talent) ?? missing(story.talent);
    const customer = demoCustomers.find(({ handle }) => handle === story.customer) ?? missing(story.customer);
    playFor(stage, rows, diaries, talent, customer, {
      ...story,
      key: `${story.talent} ${story.customer} ${story.service} ${story.day}`,
      id: story.example ? exampleIds[story.example] : null,
    });
  }
  const served = new Map<string, number>();
  for (const talent of demoTalents) {
    const seen = new Set(demoStories.filter((story) => story.talent === talent.slug).map(({ customer }) => customer));
    talent.jobs.forEach((job, index) => {
      const customer = customerFor(talent, job, seen, served);
      seen.add(customer.handle);
      const age = job.back
        ? between(`age ${talent.slug} ${index}`, 8 + index * 26, 30 + index * 26)
        : between(`age ${talent.slug} ${index}`, 34 + index * 24, 54 + index * 24);
      const lead = between(`lead ${talent.slug} ${index}`, 9, 20);
      playFor(stage, rows, diaries, talent, customer, {
        key: `job ${talent.slug} ${index}`,
        id: null,
        service: job.service,
        day: -age,
        at: oneOf(`hour ${talent.slug} ${index}`, ['10:00', '12:30', '16:00', '18:00']),
        asked: age + lead,
        note: job.what,
        place: job.where,
        script: scriptOf(talent, job, index),
      });
    });
  }
  const unlocks = keepRequests(rows, stage.today, diaries);
  for (const talent of demoTalents) addExceptions(rows, talent, diaries.get(talent.slug) ?? missing(talent.slug));
  attachFiles(rows, stage.today);
  keepInquiries(rows, stage.today);
  keepPhotos(rows, stage.today);
  keepWork(rows, stage.today);
  givePlans(rows, stage.today);
  fillPurses(rows, stage.today, unlocks);
  issueDocuments(rows, stage.today);
  keepBooks(rows, stage.today);
  keepAgents(rows, stage.today);
  keepContacts(rows, stage.today);
  keepMandates(rows, stage.today);
  keepRegistrations(rows, stage.today);
  keepLists(rows, stage.today);
  tellInHouse(rows, stage.today);
  const idOf = new Map(rows.talentProfiles.map(({ slug, id }) => [slug, id]));
  for (const section of sections)
    for (const [position, slug] of (demoFeatured[section] ?? []).entries()) {
      const talentId = idOf.get(slug);
      if (!talentId) throw new Error(`no demo talent ${slug}`);
      rows.featuredTalents.push({ section, talentId, position });
    }
  return rows;
}

function missing(what: string): never {
  throw new Error(`the demo speaks of ${what}, and there is no such`);
}

type NewUser = {
  id: string;
  email: string;
  name: string;
  locale: Locale;
  role: 'admin' | 'customer' | 'talent';
  at: Date;
} & Partial<DemoRows['users'][number]>;

function addUser(rows: DemoRows, { at, ...user }: NewUser): void {
  rows.users.push({
    customerKind: null,
    plan: null,
    membershipEndsAt: null,
    timeZone: 'Asia/Baghdad',
    ...user,
    onboardedAt: new Date(at.getTime() + 4 * 60_000),
    clerkUpdatedAt: at,
    createdAt: at,
    updatedAt: at,
  });
}

function addTalent(rows: DemoRows, talent: DemoTalent, { today }: Stage): Diary {
  const { slug } = talent;
  const userId = talentUserId(slug);
  const days = joined(slug, userId);
  const at = new Date(today.getTime() - days * day);
  const talentId = profileId(slug, days);
  const { timeZone } = cities[talent.city];
  addUser(rows, {
    id: userId,
    email: mailOf(slug),
    name: talent.name,
    locale: talent.locale,
    role: 'talent',
    plan: 'FREE',
    timeZone,
    at,
  });
  rows.talentProfiles.push({
    id: talentId,
    userId,
    slug,
    displayName: talent.name,
    headline: talent.headline,
    bio: talent.bio,
    category: talent.trade,
    city: talent.city,
    languages: talent.languages,
    tags: talent.tags,
    timeZone,
    avatar: avatarOf(talent),
    publishedAt: new Date(at.getTime() + between(`published ${slug}`, 90, 2800) * 60_000),
    createdAt: at,
    updatedAt: new Date(today.getTime() - between(`updated ${slug}`, 1, 60) * day),
  });
  talent.services.forEach((service, position) => {
    const madeAt = new Date(at.getTime() + (position + 1) * 60_000);
    rows.services.push({
      id: serviceId(slug, position, days),
      talentId,
      title: service.title,
      description: service.about,
      priceAmount: service.price,
      priceCurrency: currencyOf(talent),
      durationMinutes: service.minutes,
      place: service.place,
      position,
      createdAt: madeAt,
      updatedAt: madeAt,
    });
  });
  talent.works.forEach((work, position) => {
    const madeAt = new Date(at.getTime() + (20 + position) * 60_000);
    rows.portfolioItems.push({
      id: idAt(`work ${slug} ${position}`, madeAt.getTime() - today.getTime()),
      talentId,
      media: pictureOf(talent, position),
      alt: pictureOf(talent, position).alt,
      title: work.title,
      description: work.about ?? {},
      visibility: position === 3 ? 'members' : 'public',
      position,
      createdAt: madeAt,
    });
  });
  const terms = usualTerms[talent.week];
  if (terms) rows.availabilityTerms.push({ talentId, ...terms, updatedAt: at });
  const diary = openDiary(timeZone, talent.week, today);
  diary.hours.forEach((hours, index) =>
    rows.availabilityRules.push({
      id: idAt(`hours ${slug} ${index}`, -days * day + (40 + index) * 60_000),
      talentId,
      ...hours,
    }),
  );
  return diary;
}

function addExceptions(rows: DemoRows, talent: DemoTalent, diary: Diary): void {
  const days = joined(talent.slug, talentUserId(talent.slug));
  exceptionsOf(diary, between(`closed ${talent.slug}`, 2, 24)).forEach((exception, index) => {
    rows.availabilityExceptions.push({
      id: idAt(`exception ${talent.slug} ${index}`, -day + index * 60_000),
      talentId: profileId(talent.slug, days),
      ...exception,
    });
  });
}

type Played = {
  key: string;
  id: string | null;
  service: number;
  day: number;
  at: string;
  asked: number;
  note: string;
  place: string;
  script: readonly string[];
};

function playFor(
  stage: Stage,
  rows: DemoRows,
  diaries: ReadonlyMap<string, Diary>,
  talent: DemoTalent,
  customer: DemoCustomer,
  { key, id, asked, ...told }: Played,
): void {
  const { slug } = talent;
  const service = talent.services[told.service] ?? missing(`service ${told.service} of ${slug}`);
  const userId = talentUserId(slug);
  const days = joined(slug, userId);
  const period = place(diaries.get(slug) ?? missing(slug), { day: told.day, at: told.at, minutes: service.minutes });
  play(
    stage,
    {
      key,
      id,
      period,
      note: told.note,
      place: told.place,
      script: told.script,
      // a request comes at some minute, not at midnight
      askedAt: new Date(stage.today.getTime() - asked * day - between(`asked ${key}`, 0, 400) * 1000),
      customer: { id: customerId(customer.handle), name: customer.name },
      talent: { id: profileId(slug, days), userId, name: talent.name, timeZone: cities[talent.city].timeZone },
      service: {
        id: serviceId(slug, told.service, days),
        title: service.title,
        price: service.price,
        currency: currencyOf(talent),
      },
    },
    rows,
  );
}

/** Somebody of the job's language and country, a neighbour if there is one, who has worked least so far. */
function customerFor(
  talent: DemoTalent,
  job: DemoJob,
  seen: ReadonlySet<string>,
  served: Map<string, number>,
): DemoCustomer {
  const named =
    job.by === undefined ? undefined : (demoCustomers.find(({ handle }) => handle === job.by) ?? missing(job.by));
  const { country } = cities[talent.city];
  const locale = job.in ?? talent.locale;
  const burden = ({ handle, city, kind }: DemoCustomer) =>
    (served.get(handle) ?? 0) * 10 +
    (city === talent.city ? 0 : 5) +
    (kind === 'individual' ? 0 : 8) +
    digest(`${handle} ${talent.slug}`).readUInt8(0) / 256;
  const [fittest] = demoCustomers
    .filter(
      (one) =>
        one.locale === locale &&
        cities[one.city].country === country &&
        !seen.has(one.handle) &&
        (one.kind !== 'individual' || !signsIn.has(customerId(one.handle))),
    )
    .sort((a, b) => burden(a) - burden(b));
  const chosen = named ?? fittest ?? missing(`a customer in ${locale} for ${talent.slug}`);
  served.set(chosen.handle, (served.get(chosen.handle) ?? 0) + 1);
  return chosen;
}

function scriptOf(talent: DemoTalent, job: DemoJob, index: number): string[] {
  const key = `${talent.slug} ${index}`;
  const list = talent.services[job.service]?.price ?? missing(key);
  const step = currencyOf(talent) === 'IQD' ? 5000 : 1000;
  // some jobs turn out a little larger than the price list says
  const price = between(`price ${key}`, 1, 4) === 1 ? Math.round((list * 1.12) / step) * step : list;
  const ends =
    between(`end ${key}`, 1, 3) === 1
      ? ['auto']
      : between(`first ${key}`, 0, 1) === 0
        ? ['done t', 'done c']
        : ['done c', 'done t'];
  return [
    `quote ${price}:`,
    'accept',
    'pay',
    ...ends,
    `review c ${job.stars}: ${job.said}`,
    ...(job.back ? [`review t 5: ${job.back}`] : []),
  ];
}
