import { createTransport, type Transporter } from 'nodemailer';
import type { Environment } from '../env.ts';

export type OutgoingMail = {
  to: string;
  subject: string;
  html: string;
  text: string;
  locale: string;
  messageId: string;
};

const transports = new Map<string, Transporter>();

/** One connection pool per server; TLS is the URL's business (smtps:// or STARTTLS where offered). */
function transport(url: string): Transporter {
  let open = transports.get(url);
  if (!open) transports.set(url, (open = createTransport(url)));
  return open;
}

export async function sendMail(env: Pick<Environment, 'SMTP_URL' | 'MAIL_FROM'>, mail: OutgoingMail): Promise<void> {
  if (env.SMTP_URL === undefined) throw new Error('SMTP_URL is not set: mail waits in the outbox');
  await transport(env.SMTP_URL).sendMail({
    from: env.MAIL_FROM,
    to: mail.to,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    messageId: mail.messageId,
    headers: { 'Content-Language': mail.locale, 'Auto-Submitted': 'auto-generated' },
    // a mail's content is ours; nothing in it may make the mailer read a file or fetch an address
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
