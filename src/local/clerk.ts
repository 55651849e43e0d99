import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { join } from 'node:path';
import { signJwt } from '@clerk/backend/jwt';
import * as z from 'zod';
import { kept, keepText, readIfThere } from './keep.ts';

/**
 * What stands in for Clerk on one machine: it knows people and sessions, signs session tokens with a key of its own and
 * sends signed webhooks. Tokens and webhooks have Clerk's shape, so the app checks them with the code production runs.
 */
export type LocalClerk = {
  /** what the app is configured with */
  env: Record<string, string>;
  /** a person who was signed up here, not one of the demo's */
  find(who: { clerkId?: string; email?: string }): ClerkPerson | null;
  signUp(person: { email: string; name: string }): ClerkPerson;
  change(clerkId: string, changes: { email?: string; name?: string }): void;
  forget(clerkId: string): void;
  openSession(userId: string): Session;
  /** the session behind a browser's `__client` cookie */
  sessionOf(client: string | undefined): Session | null;
  closeSession(client: string | undefined): void;
  token(session: Session, lifetime?: { seconds?: number }): Promise<string>;
  webhook(event: ClerkEvent, person: ClerkPerson & { deleted?: boolean }, options?: WebhookOptions): SignedWebhook;
};

const personSchema = z.object({ clerkId: z.string(), email: z.string(), name: z.string(), createdAt: z.number() });
export type ClerkPerson = z.infer<typeof personSchema>;

const sessionSchema = z.object({ id: z.string(), client: z.string(), userId: z.string(), startedAt: z.number() });
export type Session = z.infer<typeof sessionSchema>;

export const clerkEvents = ['user.created', 'user.updated', 'user.deleted'] as const;
export type ClerkEvent = (typeof clerkEvents)[number];

/** `forged` signs with another secret, `ageSeconds` signs for a moment that long ago, `id` repeats a message. */
export type WebhookOptions = { id?: string; forged?: boolean; ageSeconds?: number };
export type SignedWebhook = { headers: Record<string, string>; body: string };

export const tokenSeconds = 60;
const issuer = 'https://clerk.mawahib.local';
const stateSchema = z.object({ people: z.array(personSchema), sessions: z.array(sessionSchema) });
const sessionsRemembered = 500;

export function openClerk(home: string, origin: string, secret: (name: string) => string): LocalClerk {
  const key = signingKey(join(home, 'clerk-key.pem'));
  const webhookKey = Buffer.from(secret('clerk-webhook')).toString('base64');
  const file = kept(join(home, 'clerk.json'));
  const read = stateSchema.safeParse(file.load());
  const state = read.success ? read.data : { people: [], sessions: [] };
  const save = () => file.save(state);

  return {
    env: {
      CLERK_JWT_KEY: key.publicPem,
      CLERK_AUTHORIZED_PARTIES: [...new Set([origin, origin.replace('//localhost', '//127.0.0.1')])].join(','),
      CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${webhookKey}`,
      PUBLIC_CLERK_PUBLISHABLE_KEY: `pk_test_${btoa('clerk.mawahib.local$')}`,
    },
    find: ({ clerkId, email }) =>
      state.people.find((person) =>
        clerkId === undefined ? sameAddress(person.email, email) : person.clerkId === clerkId,
      ) ?? null,
    signUp: ({ email, name }) => {
      const person = { clerkId: clerkId('user'), email, name, createdAt: Date.now() };
      state.people.push(person);
      save();
      return person;
    },
    change: (id, changes) => {
      const person = state.people.find((one) => one.clerkId === id);
      if (person) Object.assign(person, changes);
      save();
    },
    forget: (id) => {
      state.people = state.people.filter((person) => person.clerkId !== id);
      state.sessions = state.sessions.filter((session) => session.userId !== id);
      save();
    },
    openSession: (userId) => {
      const session = {
        id: clerkId('sess'),
        client: randomBytes(24).toString('base64url'),
        userId,
        startedAt: Math.floor(Date.now() / 1000),
      };
      state.sessions = [...state.sessions, session].slice(-sessionsRemembered);
      save();
      return session;
    },
    sessionOf: (client) => state.sessions.find((session) => session.client === client) ?? null,
    closeSession: (client) => {
      state.sessions = state.sessions.filter((session) => session.client !== client);
      save();
    },
    token: (session, { seconds = tokenSeconds } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return signJwt(
        {
          azp: origin,
          exp: now + seconds,
          fva: [Math.floor((now - session.startedAt) / 60), -1],
          iat: now,
          iss: issuer,
          jti: randomBytes(10).toString('hex'),
          // Clerk backdates it too: two machines rarely agree on the second
          nbf: now - 10,
          sid: session.id,
          sts: 'active',
          sub: session.userId,
          v: 2,
        },
        key.privateJwk,
        { algorithm: 'RS256', header: { kid: key.kid, typ: 'JWT' } },
      );
    },
    webhook: (event, person, { id = clerkId('msg'), forged = false, ageSeconds = 0 } = {}) => {
      const body = JSON.stringify(message(event, person));
      const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
      const signingKeyBytes = forged ? randomBytes(24) : Buffer.from(webhookKey, 'base64');
      const signature = createHmac('sha256', signingKeyBytes).update(`${id}.${timestamp}.${body}`).digest('base64');
      return {
        headers: {
          'content-type': 'application/json',
          'svix-id': id,
          'svix-timestamp': String(timestamp),
          'svix-signature': `v1,${signature}`,
        },
        body,
      };
    },
  };
}

const sameAddress = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase();

function signingKey(path: string): { publicPem: string; privateJwk: JsonWebKey; kid: string } {
  let pem = readIfThere(path);
  if (pem === null) {
    pem = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey;
    keepText(path, pem);
  }
  const publicKey = createPublicKey(pem);
  const thumb = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
    privateJwk: createPrivateKey(pem).export({ format: 'jwk' }),
    kid: `ins_${thumb.slice(0, 27)}`,
  };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const clerkId = (kind: 'user' | 'sess' | 'msg'): string =>
  `${kind}_${Array.from({ length: 27 }, () => letters[randomInt(letters.length)]).join('')}`;

/** The envelope and the user object as Clerk sends them, with the fields a receiver may look at. */
function message(event: ClerkEvent, { clerkId: id, email, name, createdAt }: ClerkPerson): object {
  const timestamp = Date.now();
  const envelope = { instance_id: 'ins_mawahib_local', object: 'event', timestamp, type: event };
  if (event === 'user.deleted') return { ...envelope, data: { deleted: true, id, object: 'user' } };
  const [first, ...rest] = name.trim().split(/\s+/);
  const addressId = `idn_${id.slice(-27)}`;
  return {
    ...envelope,
    data: {
      backup_code_enabled: false,
      banned: false,
      created_at: createdAt,
      email_addresses: [
        {
          created_at: createdAt,
          email_address: email,
          id: addressId,
          linked_to: [],
          object: 'email_address',
          reserved: false,
          updated_at: timestamp,
          verification: { attempts: null, expire_at: null, status: 'verified', strategy: 'email_code' },
        },
      ],
      external_accounts: [],
      external_id: null,
      first_name: first ?? null,
      has_image: false,
      id,
      image_url: '',
      last_active_at: timestamp,
      last_name: rest.length > 0 ? rest.join(' ') : null,
      last_sign_in_at: timestamp,
      locale: null,
      locked: false,
      object: 'user',
      password_enabled: true,
      phone_numbers: [],
      primary_email_address_id: addressId,
      primary_phone_number_id: null,
      primary_web3_wallet_id: null,
      private_metadata: {},
      public_metadata: {},
      two_factor_enabled: false,
      unsafe_metadata: {},
      updated_at: timestamp,
      username: null,
      web3_wallets: [],
    },
  };
}
