// Conversations by the million for `tools/bench/inbox.ts`, written as the superuser in a few statements. What a trigger would
// have kept is computed here, so triggers and foreign keys rest. Messages of all threads lie mixed by time, as they do in life:
// a page of fifty messages is fifty pages of the table.
import pg from 'pg';
import type { World } from '../test/world.ts';

export const normal = 'user_bench_normal_0000000000000001';
export const busy = 'user_bench_busy_00000000000000001';
/** Somewhere in every eighth message. */
export const commonWord = 'saturday';
/** Once for each of the two, and in a few messages of others. */
export const rareWord = 'zirconium';

export const ownThreads = { [normal]: 20, [busy]: 5_000 };
const longThread = 200;
const perThread = 50;

const words =
  'saturday morning evening wedding photos portrait studio garden price quote deposit travel basra erbil casablanca rabat album video edit delivery hours guests music singer band sound light stage rehearsal contract invoice date time place street hotel hall bride groom family children birthday company launch product shoot model makeup style colour white black gold silver thank please maybe sure great would could tomorrow tonight weekend'.split(
    ' ',
  );

/** `no` tells everything of a thread: whose it is (1–20 the normal user's, 21–5020 the busy one's) and its kind. */
const threadsOf = (messages: number) => `
  create unlogged table bench_threads as
  select no, uuidv7(make_interval(secs => -${messages} - 1000 + no * 0.001)) as id, gen_random_uuid() as subject,
    case no % 5 when 0 then 'inquiry' when 1 then 'direct' else 'booking' end as kind,
    case when no <= 20 then '${normal}' else 'user_bench_customer_' || lpad((no % greatest(5000, others))::text, 12, '0') end as customer,
    case when no between 21 and 5020 then '${busy}' else 'user_bench_talent_' || lpad((no % others)::text, 12, '0') end as talent
  from generate_series(1, ${5020 + Math.ceil(messages / perThread)}) no, (select greatest(50, ${Math.ceil(messages / perThread / 20)}) as others) o`;

// The first thread of each of the two is long in every world, so that worlds can be compared.
const said = (messages: number) => `
  insert into messages (id, thread_id, sender_id, body, sent_at)
  select uuidv7(make_interval(secs => i - ${messages})), t.id, case when h & 1 = 0 then t.customer else t.talent end,
    ${Array.from({ length: 8 }, (_, at) => `w[1 + ((h >> ${at * 6 + 3}) & 63)]`).join(` || ' ' || `)}
      || case when (n = ${longThread / 2} and i % ${messages / longThread} < 2) or i % ${messages / 8} = 99 then ' ${rareWord}' else '' end,
    now() + make_interval(secs => i - ${messages})
  from (
    select i, hashint8extended(i, 7) as h, i / ${messages / longThread} as n,
      case i % ${messages / longThread} when 0 then 1 when 1 then 21
        -- one thread in five is an inquiry's, whose words lie elsewhere
        else 1 + 5 * (abs(hashint8extended(i, 11)) % (select count(*)::int / 5 from bench_threads)) + (abs(hashint8extended(i, 13)) % 4) end as no
    from generate_series(1, ${messages}) i
  ) m join bench_threads t using (no), (select array[${words.map((word) => `'${word}'`).join(',')}] as w) v order by i`;

const people = `
  insert into users (id, email, name, role, customer_kind, plan, onboarded_at)
  select id, id || '@example.com', 'Somebody', role, case role when 'customer' then 'individual' end, case role when 'talent' then 'FREE' end, now()
  from (select distinct customer as id, 'customer' as role from bench_threads union select distinct talent, 'talent' from bench_threads) p`;

const subjects = [
  `insert into threads (id, kind, booking_id, contact_id, inquiry_id)
   select id, kind, case kind when 'booking' then subject end, case kind when 'direct' then subject end, case kind when 'inquiry' then subject end from bench_threads`,
  `insert into bookings (id, talent_id, talent_user_id, customer_id, state, state_at, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, price_agreed)
   select subject, gen_random_uuid(), talent, customer, 'cancelled', now(), now() + interval '9 days', now() + interval '9 days 1 hour', 'Asia/Baghdad',
     '{"en":"Wedding photos"}', 250000, 'IQD', 'Somebody', 'Somebody', 250000 from bench_threads where kind = 'booking'`,
  `insert into contacts (id, customer_id, talent_id, talent_user_id, customer_name, talent_name, state, state_at)
   select subject, customer, gen_random_uuid(), talent, 'Somebody', 'Somebody', 'accepted', now() - interval '1 year' from (
     select distinct on (customer, talent) * from bench_threads where kind = 'direct' order by customer, talent, no) once`,
  `insert into inquiries (id, talent_id, talent_user_id, sender_id, subject, message, sender_name, sender_email, status, read_at, answers, follow_ups, link_hash)
   select subject, gen_random_uuid(), talent, customer, 'A day in Basra', 'Would you photograph a birthday?', 'Somebody', 'somebody@example.com', 'read', now(), 4, 4, subject::text
   from bench_threads where kind = 'inquiry'`,
  // eight more words in each, some of them long ago
  `insert into inquiry_replies (id, inquiry_id, author, sender_id, reply)
   select uuidv7(make_interval(secs => -900 + n)), subject, case n % 2 when 0 then 'sender' else 'talent' end, case n % 2 when 0 then customer else talent end, 'Thank you, that would suit us well.'
   from generate_series(1, 8) n, bench_threads where kind = 'inquiry' order by n, hashint8(no)`,
  // inquiries' rows are as old as chance has it; one in ten waits to be read, one in a hundred is archived, one in a hundred hidden
  `insert into thread_members (thread_id, user_id, side, kind, subject_id, title, partner_id, partner_name, unread, last_message_at, preview, archived_at, hidden)
   select t.id, p.who, p.side, t.kind, t.subject, '{"en":"Wedding photos"}', p.other, 'Somebody', case when h % 10 = 3 then 2 else 0 end,
     coalesce(last.at, now() - make_interval(secs => h % 1000000)), 'Thank you, that would suit us well.',
     case when h % 100 = 7 then now() end, h % 100 = 8 and t.kind <> 'inquiry'
   from bench_threads t
   left join (select thread_id, max(sent_at) as at from messages group by 1) last on last.thread_id = t.id,
     lateral (values (t.customer, 'customer', t.talent), (t.talent, 'talent', t.customer)) p (who, side, other),
     lateral (select abs(hashint8extended(t.no, length(p.side))) as h) c
   order by hashint8(t.no)`,
  // every twentieth message carries a picture
  `insert into attachments (thread_id, owner_id, message_id, position, name, type, size, state, storage, object_key, upload_until)
   select m.thread_id, m.sender_id, m.id, 1, 'garden.jpg', 'image/jpeg', 250000, 'ready', 'blobs', m.id::text, now()
   from messages m where hashtext(m.id::text) % 20 = 0 order by m.id`,
];

const filled = [
  'messages',
  'thread_members',
  'threads',
  'inquiry_replies',
  'inquiries',
  'contacts',
  'bookings',
  'attachments',
  'users',
];

/** What another transaction might still see is not marked as visible to all: the server's own housekeeping is waited for. */
async function allVisible(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const { rows } = await client.query<{ ready: boolean }>(
      `select relallvisible >= relpages * 0.99 as ready from pg_class where oid = $1::regclass`,
      [name],
    );
    if (rows[0]?.ready) return;
    await new Promise((done) => setTimeout(done, 250));
    await client.query(`vacuum (freeze) ${name}`);
  }
  throw new Error(`${name} is not visible to all: something holds an old transaction`);
}

export type Threads = Record<'long' | 'booking' | 'inquiry', string>;

/** One world of `messages` messages, in place of the one before. Answers where to look in it. */
export async function fillInbox(world: World, messages: number): Promise<Record<string, Threads>> {
  const client = new pg.Client({ connectionString: world.postgres.url('postgres', world.database) });
  await client.connect();
  try {
    await client.query(
      `set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set synchronous_commit = off`,
    );
    await client.query(`drop table if exists bench_threads; truncate ${filled.join(', ')} cascade`);
    await client.query(threadsOf(messages));
    await client.query('create unique index on bench_threads (no); analyze bench_threads');
    await client.query(people);
    // indexes are made faster than they are kept; only those whose table is large
    const { rows: indexes } = await client.query<{ name: string; made: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index
       where indrelid in ('messages'::regclass, 'thread_members'::regclass) and not indisunique`,
    );
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    await client.query(said(messages));
    for (const statement of subjects) await client.query(statement);
    for (const { made } of indexes) await client.query(made);
    for (const name of filled) await client.query(`vacuum (analyze, freeze) ${name}`);
    for (const name of ['messages', 'thread_members']) await allVisible(client, name);
    await client.query('checkpoint');
    const { rows } = await client.query<{ who: string; no: number; id: string; kind: string }>(
      `select case when no <= 20 then '${normal}' else '${busy}' end as who, no, id, kind from bench_threads where no <= 30 order by no`,
    );
    const of = (who: string): Threads => {
      const mine = rows.filter((row) => row.who === who);
      const first = (kind: string) => mine.find((row) => row.kind === kind)?.id ?? '';
      return { long: mine[0]?.id ?? '', booking: first('booking'), inquiry: first('inquiry') };
    };
    return { [normal]: of(normal), [busy]: of(busy) };
  } finally {
    await client.end();
  }
}
