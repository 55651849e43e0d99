import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RefusedForGood } from '../core/refused-for-good.ts';
import { sendMail } from './mail.ts';

type Stage = 'from' | 'rcpt' | 'data';
let taken: Email[] = [];
/** what the server says at which point of the conversation */
let says: { at: Stage; code: number; words: string } | null = null;
let url = '';

const answer = (at: Stage) =>
  says?.at === at ? Object.assign(new Error(says.words), { responseCode: says.code }) : undefined;
const server = new SMTPServer({
  authOptional: true,
  hideSTARTTLS: true,
  logger: false,
  onMailFrom: (_address, _session, done) => done(answer('from')),
  onRcptTo: (_address, _session, done) => done(answer('rcpt')),
  onData: (stream, _session, done) => {
    void buffer(stream).then(async (raw) => {
      const no = answer('data');
      if (!no) taken.push(await PostalMime.parse(raw));
      done(no ?? null);
    });
  },
});
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  const address = server.server.address();
  url = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => new Promise<void>((done) => server.close(() => done())));
afterEach(() => {
  taken = [];
  says = null;
});

const mail = {
  to: 'sara@example.com',
  subject: 'رسالة جديدة',
  html: '<p>One</p>',
  text: 'One',
  locale: 'ar',
  messageId: '<one@mawahib.test>',
};
const send = (more: Partial<typeof mail & { unsubscribe: string }> = {}) =>
  sendMail({ SMTP_URL: url, MAIL_FROM: 'Mawahib <no-reply@mawahib.test>' }, { ...mail, ...more });
const header = (name: string) => taken[0]?.headers.find(({ key }) => key === name)?.value;

test('a mail program can stop such letters with one call', async () => {
  await send({ unsubscribe: 'https://mawahib.test/ar/unsubscribe/abc.def' });
  expect(header('list-unsubscribe')).toBe('<https://mawahib.test/ar/unsubscribe/abc.def>');
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(header('message-id')).toBe('<one@mawahib.test>');
  expect([taken[0]?.subject, taken[0]?.text?.trim(), taken[0]?.html?.trim()]).toEqual([
    'رسالة جديدة',
    'One',
    '<p>One</p>',
  ]);
});

test('letters that cannot be stopped offer nothing', async () => {
  await send();
  expect([header('list-unsubscribe'), header('list-unsubscribe-post')]).toEqual([undefined, undefined]);
});

test.each<[Stage, number, string, 'address' | 'letter' | 'later']>([
  ['rcpt', 550, '5.1.1 no such mailbox', 'address'],
  ['rcpt', 553, 'relaying denied', 'address'],
  ['data', 550, '5.1.1 no such mailbox', 'address'],
  ['data', 554, '5.7.1 looks like spam', 'letter'],
  ['rcpt', 451, '4.7.1 greylisted', 'later'],
  ['data', 421, 'come back later', 'later'],
  // that is about us, not about the reader
  ['from', 550, '5.7.1 sender not allowed', 'later'],
])('at %s %i %s: %s', async (at, code, words, meaning) => {
  says = { at, code, words };
  const error: unknown = await send().catch((thrown: unknown) => thrown);
  const found = error instanceof RefusedForGood ? (error.isAddress ? 'address' : 'letter') : 'later';
  expect([error instanceof Error, found]).toEqual([true, meaning]);
});

test('a server that is not there is trouble, not a refusal', async () => {
  const error: unknown = await sendMail({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'a@b.test' }, mail).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(RefusedForGood);
});
