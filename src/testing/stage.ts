import { createHash } from 'node:crypto';
import { openDoors, type Doors } from '../db/client.ts';
import type { Ctx, Payable, Ports } from '../features/ctx.ts';
import type { AccountKind } from '../features/identity/rules.ts';
import type { MessagingPolicy } from '../features/messaging/rules/speaker.ts';
import type { TestDatabase } from './database.ts';

export type Stage = {
  now: Date;
  /** which contexts of messaging the site has */
  policy: MessagingPolicy;
  /** kinds of accounts an operator looks at first */
  approvalFor: readonly AccountKind[];
  doors: Doors;
  /** what verbs told the world about talents' pages: `changed zainab` */
  told: string[];
  /** A verb's whole world, as this person, or as nobody. */
  as(userId: string | null, email?: string): Ctx;
};

/** Everything a verb reaches for: real doors into this database, and ports that write down what they were told. */
export function stageOn(database: TestDatabase, now = new Date('2026-03-02T09:00:00Z')): Stage {
  const told: string[] = [];
  const stage: Stage = {
    now,
    policy: 'full',
    approvalFor: [],
    told,
    doors: openDoors(
      { app: database.appUrl, system: database.systemUrl },
      () => stage.now,
      () => stage.policy,
    ),
    as: (userId, email) => ({
      requestId: 'test',
      now: stage.now,
      locale: 'en',
      actor: userId === null ? null : { userId, email },
      doors: stage.doors,
      ports: ports(stage),
      log: () => undefined,
      defer: (work) => void work(),
    }),
  };
  return stage;
}

const never = (): never => {
  throw new Error('this test has no such port');
};

const nothing: Payable = { due: never, paid: never, refunded: never, chargedBack: never, sold: never };

const ports = (stage: Pick<Stage, 'told' | 'policy' | 'approvalFor'>): Ports => ({
  siteUrl: 'https://mawahib.test',
  gateway: () => null,
  gateways: () => [],
  drivers: [],
  isSet: () => false,
  pause: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  currencies: ['IQD', 'MAD', 'USD', 'EUR'],
  production: false,
  seller: { name: 'Mawahib Test', address: 'Karrada, Baghdad', taxId: 'IQ-1', timeZone: 'Asia/Baghdad' },
  payables: { booking: nothing, purchase: nothing },
  talks: { booking: never, inquiry: never, request: never },
  agreementMoved: never,
  pages: {
    changed: async (slug) => void stage.told.push(`changed ${slug}`),
    published: async (slug) => void stage.told.push(`published ${slug}`),
    unpublished: async (slug) => void stage.told.push(`unpublished ${slug}`),
    alone: async (slug) => void stage.told.push(`alone ${slug}`),
    lists: async () => void stage.told.push('lists'),
    dropped: async (tag) => void stage.told.push(`dropped ${tag}`),
  },
  mail: { send: never },
  whatsapp: null,
  patience: { quiet: 120_000, most: 600_000 },
  storages: { current: never, named: never },
  webhooks: { inside: undefined, send: never },
  messagingPolicy: stage.policy,
  approvalFor: stage.approvalFor,
  secretFor: (purpose, thing) => createHash('sha256').update(`test:${purpose}:${thing}`).digest('base64url'),
});
