import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMailbox, type Mailbox } from './mailbox.ts';

let home: string;
let mailbox: Mailbox;
const now = () => new Date('2026-03-01T10:00:00.000Z');

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mawahib-mailbox-'));
  mailbox = await openMailbox(join(home, 'mail.jsonl'), now);
});
afterEach(async () => {
  await mailbox.close();
  rmSync(home, { recursive: true });
});

async function send(message: SendMailOptions): Promise<void> {
  const transport = nodemailer.createTransport(mailbox.smtpUrl);
  await transport.sendMail({ from: 'Mawahib <post@mawahib.test>', ...message });
  transport.close();
}

test('a mail sent over SMTP is read back with its letters, links and language', async () => {
  await send({
    to: '"سارا ئەحمەد" <Sara@example.test>',
    subject: 'نرخەکەت گەیشت',
    text: 'بیبینە: http://localhost:8888/ckb/bookings/7/.',
    html: '<html lang="ckb" dir="rtl"><body><a href="http://localhost:8888/ckb/bookings/7/?a=1&amp;b=2">بیبینە</a> <a href="mailto:x@y.test">x</a></body></html>',
  });
  expect(mailbox.list()).toMatchObject([
    {
      to: 'سارا ئەحمەد <Sara@example.test>',
      from: 'Mawahib <post@mawahib.test>',
      subject: 'نرخەکەت گەیشت',
      locale: 'ckb',
      links: ['http://localhost:8888/ckb/bookings/7/?a=1&b=2', 'http://localhost:8888/ckb/bookings/7/'],
      at: '2026-03-01T10:00:00.000Z',
    },
  ]);
  expect(mailbox.list()[0]?.html).toContain('بیبینە');
});

test('the header wins over the page for the language', async () => {
  await send({ to: 'a@example.test', subject: 'x', html: '<html lang="en">', headers: { 'Content-Language': 'fr' } });
  expect(mailbox.list()[0]?.locale).toBe('fr');
});

test('the newest comes first, and one address sees its own whatever its case', async () => {
  await send({ to: 'a@example.test', subject: 'first', text: '1' });
  await send({ to: 'b@example.test', bcc: 'a@example.test', subject: 'second', text: '2' });
  await send({ to: 'b@example.test', subject: 'third', text: '3' });
  expect(mailbox.list().map(({ subject }) => subject)).toEqual(['third', 'second', 'first']);
  expect(mailbox.list('A@Example.test').map(({ subject }) => subject)).toEqual(['second', 'first']);
  expect(mailbox.list('nobody@example.test')).toEqual([]);
});

test('mail outlives a restart and is readable by its owner alone', async () => {
  await send({ to: 'a@example.test', subject: 'kept', text: '1' });
  await mailbox.close();
  mailbox = await openMailbox(join(home, 'mail.jsonl'), now);
  const [mail] = mailbox.list();
  expect(mail?.subject).toBe('kept');
  expect(mailbox.find(mail!.id)).toEqual(mail);
  expect(mailbox.find('nothing')).toBeNull();
  expect(statSync(join(home, 'mail.jsonl')).mode & 0o077).toBe(0);
});
