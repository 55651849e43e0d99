import { conditionsIn } from './conditions.ts';
import type { CellKind } from '../cell.ts';
import type { TestDatabase } from '../../database.ts';

/** One thing taken out of the database's guards. */
export type DatabaseMutant = {
  name: string;
  /** SQL as the superuser */
  change: string;
  /** where it should be noticed, the likeliest first */
  asked: readonly CellKind[];
};

/** Whose policies are taken out, one by one, and which cells ask them. */
const tables: Record<string, readonly CellKind[]> = {
  threads: ['deed', 'read'],
  thread_members: ['deed', 'read'],
  messages: ['deed', 'contact.send', 'booking.send', 'request.post', 'read'],
  contacts: ['deed', 'contact.start', 'read'],
  contact_asks: ['deed'],
  blocks: ['deed'],
  reports: ['deed'],
  thread_looks: ['deed'],
  requests: ['deed', 'request.post', 'request.propose'],
  request_details: ['deed', 'read'],
  request_unlocks: ['deed', 'read', 'request.unlock'],
  proposals: ['deed', 'request.propose'],
  saved_searches: ['deed'],
  inquiries: ['deed', 'inquiry.ask', 'read'],
  inquiry_replies: ['deed', 'inquiry.reply', 'read'],
  inquiry_spam_marks: ['deed'],
  attachments: ['deed'],
  notifications: ['deed'],
  reply_suggestions: ['deed'],
};

type Policy = {
  table: string;
  name: string;
  permissive: boolean;
  using: string | null;
  check: string | null;
  insert: boolean;
};
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Each policy dropped, and each opened to everything its command allows. */
export async function policyMutants(database: TestDatabase): Promise<DatabaseMutant[]> {
  const policies = await database.query<Policy>(
    `select tablename as table, policyname as name, permissive = 'PERMISSIVE' as permissive, qual as using, with_check as check, cmd = 'INSERT' as insert
     from pg_policies where schemaname = 'public' and tablename = any($1) order by tablename, policyname`,
    [Object.keys(tables)],
  );
  return policies.flatMap(({ table, name, using, check }) => {
    const on = `policy ${quoted(name)} on ${table}`;
    const asked = tables[table] ?? ['deed'];
    const open = [...(using === null ? [] : ['using (true)']), ...(check === null ? [] : ['with check (true)'])].join(
      ' ',
    );
    const dropped = { name: `${table}: "${name}" dropped`, change: `drop ${on}`, asked };
    const isOpen = (text: string | null) => text === null || text === 'true';
    return isOpen(using) && isOpen(check)
      ? [dropped]
      : [dropped, { name: `${table}: "${name}" opened`, change: `alter ${on} ${open}`, asked }];
  });
}

/** The functions that policies ask, and which cells ask them. */
const functions: Record<string, readonly CellKind[]> = {
  may_ask: ['inquiry.ask', 'deed'],
  may_contact: ['contact.start', 'deed'],
  may_reply: ['inquiry.reply', 'deed'],
  may_send: ['contact.send', 'booking.send', 'deed'],
  may_post: ['request.post'],
  may_address: ['request.post', 'deed'],
  may_propose: ['request.propose', 'deed'],
  may_browse: ['deed'],
  request_people: ['read'],
  my_unlocked_ids: ['deed'],
  my_open_unlocked_ids: ['read', 'deed'],
  my_narrow_thread_ids: ['read'],
  my_request_thread_ids: ['deed', 'read'],
  blocked_ids: ['deed'],
  may_take_back: ['deed'],
  asked_of_me: ['read', 'deed'],
  away: ['inquiry.ask', 'contact.send', 'inquiry.reply', 'request.post'],
  blocked_with: ['contact.send', 'contact.start'],
};

/** Each condition of each function taken for granted, and each taken for impossible. */
export async function conditionMutants(database: TestDatabase): Promise<DatabaseMutant[]> {
  const rows = await database.query<{ name: string; source: string; whole: string }>(
    `select p.proname as name, p.prosrc as source, pg_get_functiondef(p.oid) as whole from pg_proc p
     where p.pronamespace = 'app'::regnamespace and p.proname = any($1) order by p.proname`,
    [Object.keys(functions)],
  );
  return rows.flatMap(({ name, source, whole }) => {
    const seen = new Map<string, number>();
    return conditionsIn(source).flatMap(({ start, end, text }) => {
      const plain = text.replace(/\s+/g, ' ');
      const nth = (seen.get(plain) ?? 0) + 1;
      seen.set(plain, nth);
      return ['true', 'false'].map((value) => ({
        name: `app.${name}: ${plain}${nth > 1 ? ` (${nth})` : ''} is ${value}`,
        change: whole.replace(source, () => source.slice(0, start) + value + source.slice(end)),
        asked: functions[name] ?? ['deed'],
      }));
    });
  });
}
