import type { StandIn } from '../agent/stand-in.ts';
import type { LocalClerk } from '../clerk.ts';
import type { LocalClock } from '../clock.ts';
import type { GatewayHouse } from '../gateways/house.ts';
import type { Mailbox } from '../mailbox.ts';
import type { WhatsAppTwin } from '../whatsapp/twin.ts';

/** A demo person, as people and outside checks choose them. */
export type Person = {
  clerkId: string;
  email: string;
  name: string;
  role: string | null;
  kind: string | null;
  plan: string | null;
  membership: string | null;
  note: string;
};

export type JobRun = { ok: boolean; status: number; took: number; report: unknown };

/** What the routes under `/__local` stand on. The site comes from the runner, which mounts these routes before it. */
export type Parts = {
  origin: string;
  home: string;
  clock: LocalClock;
  clerk: LocalClerk;
  mailbox: Mailbox;
  gateways: GatewayHouse;
  whatsapp: WhatsAppTwin;
  people: readonly Person[];
  /** an agent that proposes by rules, for one demo talent */
  agent: StandIn;
  site: Site;
};

export type Site = {
  fetch(request: Request): Promise<Response>;
  jobs(): { name: string; schedule: string; nextRun: string }[];
  runJob(name: string): Promise<JobRun>;
  /** settles when nothing is being answered, and nothing is left for after an answer */
  idle(): Promise<void>;
  purges(): readonly { at: string; tags: string[] | null }[];
  /** build the static pages again from the data of now; null in development, where nothing is built */
  rebuild: (() => Promise<{ took: number }>) | null;
};
