import { createTransport, type Transporter } from 'nodemailer';
import { RefusedForGood } from '../core/refused-for-good.ts';
import type { Environment } from '../env.ts';

export type OutgoingMail = {
  to: string;
  subject: string;
  html: string;
  text: string;
  locale: string;
  messageId: string;
  unsubscribe?: string;
};

const transports = new Map<string, Transporter>();

/** A function lives for seconds: a server that keeps it waiting longer is asked again by the next. */
const patience = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000 };

/** One connection pool per server; TLS is the URL's business (smtps:// or STARTTLS where offered). */
function transport(url: string): Transporter {
  let open = transports.get(url);
  if (!open) transports.set(url, (open = createTransport({ url, ...patience })));
  return open;
}

/** RFC 8058: a mail program stops such letters with one call, without opening the page. */
const unsubscribeHeaders = (mail: OutgoingMail) =>
  mail.unsubscribe === undefined
    ? {}
    : { 'List-Unsubscribe': `<${mail.unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };

/** A server's no for good is about the reader or about the letter; about us (our login, our sender) it may be yes tomorrow. */
function refusalOf(error: unknown): RefusedForGood | null {
  if (!(error instanceof Error)) return null;
  // what nodemailer puts on its errors
  const { responseCode, command } = error as { responseCode?: unknown; command?: unknown };
  if (typeof responseCode !== 'number' || responseCode < 500 || responseCode > 599) return null;
  if (command !== 'RCPT TO' && command !== 'DATA') return null;
  const isAddress = command === 'RCPT TO' || /\b5\.1\.\d+\b/.test(error.message);
  return new RefusedForGood(error.message, isAddress, { cause: error });
}

export async function sendMail(env: Pick<Environment, 'SMTP_URL' | 'MAIL_FROM'>, mail: OutgoingMail): Promise<void> {
  if (env.SMTP_URL === undefined) throw new Error('SMTP_URL is not set: mail waits in the outbox');
  const sending = transport(env.SMTP_URL).sendMail({
    from: env.MAIL_FROM,
    to: mail.to,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    messageId: mail.messageId,
    headers: { 'Content-Language': mail.locale, 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(mail) },
    // a mail's content is ours; nothing in it may make the mailer read a file or fetch an address
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  await sending.catch((error: unknown) => {
    throw refusalOf(error) ?? error;
  });
}
