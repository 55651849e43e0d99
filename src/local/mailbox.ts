import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { buffer as bytes } from 'node:stream/consumers';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import * as z from 'zod';
import { readIfThere } from './keep.ts';

/** A mail the app sent: what a mail program would show, and what a test wants to follow. */
const mailSchema = z.object({
  id: z.string(),
  to: z.string(),
  recipients: z.array(z.string()),
  from: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  links: z.array(z.string()),
  locale: z.string().nullable(),
  at: z.string(),
});
export type Mail = z.infer<typeof mailSchema>;

export type Mailbox = {
  smtpUrl: string;
  /** newest first */
  list(to?: string): Mail[];
  find(id: string): Mail | null;
  close(): Promise<void>;
};

/** A real SMTP server whose letters all stay in one file of the state folder. */
export async function openMailbox(file: string, now: () => Date): Promise<Mailbox> {
  const mails = remembered(file);
  mkdirSync(dirname(file), { recursive: true });
  const server = new SMTPServer({
    banner: 'Mawahib mailbox',
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    size: 20_000_000,
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    // an address that begins so takes nothing, for good: for trying what a refusal does
    onRcptTo: ({ address }, _session, done) =>
      done(
        /^refuses\b/i.test(address)
          ? Object.assign(new Error('5.1.1 no such mailbox here'), { responseCode: 550 })
          : undefined,
      ),
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
      bytes(stream)
        .then((raw) => PostalMime.parse(raw))
        .then((email) => {
          const mail = read(email, recipients, now());
          appendFileSync(file, `${JSON.stringify(mail)}\n`, { mode: 0o600 });
          mails.unshift(mail);
          done();
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
    },
  });
  // A sender that hangs up half-way is the sender's business.
  server.on('error', () => undefined);
  await new Promise<void>((ready, failed) => {
    server.server.once('error', failed);
    server.listen(0, '127.0.0.1', () => ready());
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    list: (to) =>
      to === undefined ? [...mails] : mails.filter(({ recipients }) => recipients.includes(to.toLowerCase())),
    find: (id) => mails.find((mail) => mail.id === id) ?? null,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

function remembered(file: string): Mail[] {
  const lines = (readIfThere(file) ?? '').split('\n').filter(Boolean);
  return lines
    .flatMap((line) => {
      const mail = mailSchema.safeParse(json(line));
      return mail.success ? [mail.data] : [];
    })
    .toReversed();
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function read(email: Email, recipients: string[], now: Date): Mail {
  const html = email.html ?? null;
  const text = email.text ?? '';
  return {
    id: randomUUID(),
    to: (email.to ?? []).map(written).join(', ') || recipients.join(', '),
    recipients,
    from: email.from ? written(email.from) : '',
    subject: email.subject ?? '',
    text,
    html,
    links: linksIn(html, text),
    locale: localeOf(email, html),
    at: now.toISOString(),
  };
}

function written(address: Address): string {
  if (address.address === undefined) return address.group.map(written).join(', ');
  return address.name ? `${address.name} <${address.address}>` : address.address;
}

function linksIn(html: string | null, text: string): string[] {
  const hrefs = [...(html ?? '').matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, double, single]) =>
    (double ?? single ?? '').replaceAll('&amp;', '&'),
  );
  const plain = [...text.matchAll(/https?:\/\/[^\s<>"'\])]+/g)].map(([link]) => link.replace(/[.,;:!?]+$/, ''));
  return [...new Set([...hrefs, ...plain])].filter((link) => /^https?:\/\//.test(link));
}

function localeOf(email: Email, html: string | null): string | null {
  const header = email.headers.find(({ key }) => key === 'content-language')?.value;
  return header?.trim() || html?.match(/<html[^>]*\slang\s*=\s*["']?([\w-]+)/i)?.[1] || null;
}
