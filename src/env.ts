import * as z from 'zod';
import { currencies } from './core/money.ts';
import { accountKinds } from './features/identity/rules.ts';
import { messagingPolicies } from './features/messaging/rules/speaker.ts';

const optional = z.string().min(1).optional();

const siteCurrencies = z
  .string()
  .optional()
  .transform((list) => [...new Set((list || 'IQD,MAD').split(',').map((one) => one.trim()))])
  .pipe(z.array(z.enum(currencies)).min(1));

const timeZone = z
  .string()
  .default('Asia/Baghdad')
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC');

const approvalFor = z
  .string()
  .default('')
  .transform((list) => [...new Set(list.split(',').map((one) => one.trim()))].filter((one) => one !== ''))
  .pipe(z.array(z.enum(accountKinds)));

const prerendered = z.coerce.number().int().min(0).max(20_000).default(2_000);

const environment = z.object({
  DATABASE_URL: z.url(),
  DATABASE_SYSTEM_URL: z.url(),
  CLERK_JWT_KEY: z
    .string()
    .min(1)
    .transform((key) => key.replaceAll('\\n', '\n')),
  CLERK_AUTHORIZED_PARTIES: z
    .string()
    .min(1)
    .transform((list) => list.split(',').map((party) => party.trim())),
  CLERK_WEBHOOK_SIGNING_SECRET: optional,
  URL: z.url().transform((url) => url.replace(/\/$/, '')),
  SMTP_URL: optional,
  MAIL_FROM: z.string().min(3).default('Mawahib <no-reply@localhost>'),
  /** in seconds: how long a thread must be quiet before its new messages are mailed, and how long they wait at most */
  MESSAGE_MAIL_QUIET: z.coerce.number().int().min(0).max(3600).default(120),
  MESSAGE_MAIL_MOST: z.coerce.number().int().min(0).max(86_400).default(600),
  BUILD_HOOK_URL: optional,
  NETLIFY_PURGE_API_TOKEN: optional,
  PURGE_API_URL: optional,
  SITE_ID: optional,
  CONTEXT: optional,
  /** what plans and memberships are sold in, first the one that is shown first */
  SITE_CURRENCIES: siteCurrencies,
  /** how many talents a build makes files for; the others are made when somebody asks for them */
  SITE_PRERENDER: prerendered,
  /** who sells, on receipts and invoices, and the clock their year is read on */
  SELLER_NAME: z.string().min(1).max(200).default('Mawahib'),
  SELLER_ADDRESS: z.string().max(500).default(''),
  SELLER_TAX_ID: z.string().max(100).default(''),
  OPERATOR_TIME_ZONE: timeZone,
  /** where people reach whoever runs the site; stands on the pages about it */
  OPERATOR_EMAIL: z.email().optional(),
  /** which of the contexts of messaging this site has */
  MESSAGING_POLICY: z.enum(messagingPolicies).default('full'),
  /** kinds of accounts an operator looks at before they reach others */
  APPROVAL: approvalFor,
  /** what the links in mails to people without an account are derived from */
  LINK_SECRET: z.string().min(32).optional(),
  /** a bucket for attachments; without it they go to Netlify Blobs */
  S3_ENDPOINT: z.url().optional(),
  S3_BUCKET: optional,
  S3_REGION: z.string().min(1).default('auto'),
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  /** WhatsApp's Cloud API; without these the channel is not there */
  WHATSAPP_API_URL: z.url().default('https://graph.facebook.com/v23.0'),
  WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/).optional(),
  WHATSAPP_ACCESS_TOKEN: optional,
  WHATSAPP_APP_SECRET: optional,
  WHATSAPP_VERIFY_TOKEN: optional,
  /** an address below which webhooks may go though it is not public: the local stack's own sink */
  WEBHOOKS_INSIDE: z.url().optional(),
});
export type Environment = z.infer<typeof environment>;

// what Netlify puts beside `process.env` at run time; absent in the build and in scripts
type Host = { Netlify?: { env: { get(name: string): string | undefined; toObject(): Record<string, string> } } };
const hostEnv = () => (globalThis as Host).Netlify?.env;

/** Everything set, as plain text: drivers parse their own keys from it. */
export function variables(): Record<string, string | undefined> {
  return { ...process.env, ...hostEnv()?.toObject() };
}

let parsed: Environment | undefined;

/** The settings every function needs. Names what is missing, never a value. */
export function readEnv(): Environment {
  if (parsed) return parsed;
  const result = environment.safeParse(variables());
  if (!result.success) {
    throw new Error(
      `missing or malformed settings: ${[...new Set(result.error.issues.map((issue) => issue.path.join('.')))].join(', ')}`,
    );
  }
  return (parsed = result.data);
}

/** A production deploy sends nothing inside, whatever is set. */
export const webhooksInside = (env: Pick<Environment, 'CONTEXT' | 'WEBHOOKS_INSIDE'>): string | undefined =>
  env.CONTEXT === 'production' ? undefined : env.WEBHOOKS_INSIDE;

/** What the site sells its own plans in; the build needs it without the rest. */
export const offeredCurrencies = () => siteCurrencies.parse(variables()['SITE_CURRENCIES']);

/** Who runs this site, as its pages say it. */
export const siteOperator = () => {
  const {
    SELLER_NAME: name,
    SELLER_ADDRESS: address,
    OPERATOR_EMAIL: email,
  } = z
    .object({
      SELLER_NAME: z.string().default('Mawahib'),
      SELLER_ADDRESS: z.string().default(''),
      OPERATOR_EMAIL: z.email().optional(),
    })
    .parse(Object.fromEntries(Object.entries(variables()).filter(([, value]) => value)));
  return { name, address, email: email ?? null };
};

/** For how many talents a build makes files: it may not grow with the number of talents. */
export const prerenderLimit = () => prerendered.parse(variables()['SITE_PRERENDER'] || undefined);

/** Which contexts of messaging this deploy has, for pages that are built. */
export const messagingPolicy = () => z.enum(messagingPolicies).default('full').parse(variables()['MESSAGING_POLICY']);

/** The application's time. The local stack moves it; a production deploy refuses to be moved. */
export function now(): Date {
  const offset = hostEnv()?.get('MAWAHIB_CLOCK_OFFSET_MS') ?? process.env['MAWAHIB_CLOCK_OFFSET_MS'];
  if (!offset) return new Date();
  if ((hostEnv()?.get('CONTEXT') ?? process.env['CONTEXT']) === 'production')
    throw new Error('MAWAHIB_CLOCK_OFFSET_MS is not for production');
  return new Date(Date.now() + Number(offset));
}
