import * as z from 'zod';
import { faultQueue, faultWord, type Fault, type FaultQueue } from './faults.ts';
import { deeds, type Deed, type Gateway, type Memory, type Notice, type Twin, type TwinPayment } from './gateway.ts';
import { callThrough } from './line.ts';
import { listen } from './listen.ts';
import { deliver, notifySchema, schedule, type Delivery } from './notify.ts';

/** All simulated gateways of one stack, each on its own port, and the strings a person or a test can pull. */
export type GatewayHouse = {
  /** what the app is configured with */
  env: Record<string, string>;
  list(): GatewayView[];
  find(driver: string, ref: string): (TwinPayment & { driver: string; title: string }) | null;
  move(
    driver: string,
    ref: string,
    order: MoveOrder,
  ): Promise<Moved | 'no gateway' | 'no payment' | { refused: string }>;
  faults(driver: string, next: readonly Fault[]): Fault[] | 'no gateway';
  /** the stack's clock has moved */
  tick(): void;
  /** all notices on their way have arrived or been given up */
  idle(): Promise<void>;
  close(): Promise<void>;
};

export type GatewayView = {
  driver: string;
  title: string;
  baseUrl: string;
  faults: Fault[];
  payments: (TwinPayment & { payUrl: string; notices: Delivery[] })[];
};

export type Moved = TwinPayment & { driver: string; notifications: Delivery[] };

export const moveSchema = z.strictObject({
  do: z.enum(deeds),
  amount: z.int().min(0).optional(),
  late: z.boolean().optional(),
  notify: notifySchema.optional(),
});
export type MoveOrder = z.infer<typeof moveSchema>;

export const faultsSchema = z.strictObject({ next: z.array(faultWord).max(50) });

export type HouseDeps = {
  now: () => Date;
  /** the merchant's site */
  siteUrl: string;
  payPage: (driver: string, ref: string) => string;
  memory: (driver: string) => Memory;
  secret: (name: string) => string;
  /** how notices reach the merchant */
  send?: typeof fetch;
  /** how long a gateway waits before it calls again the first time */
  firstWaitMs?: number;
};

type Room = {
  gateway: Gateway;
  faults: FaultQueue;
  deliveries: Map<string, Delivery[]>;
  baseUrl: string;
  close: () => Promise<void>;
};

const rememberedDeliveries = 40;

export async function openHouse(twins: readonly Twin[], deps: HouseDeps): Promise<GatewayHouse> {
  const leaving = new AbortController();
  const underway = new Set<Promise<unknown>>();
  const rooms = new Map<string, Room>();
  const env: Record<string, string> = {};

  const send = async (room: Room, notices: readonly Notice[], delayMs = 0): Promise<Delivery[]> => {
    const log: Delivery[] = [];
    for (const notice of notices) {
      if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
      const attempts = await deliver(notice, room.gateway, {
        signal: leaving.signal,
        send: deps.send,
        firstWaitMs: deps.firstWaitMs,
      });
      const known = room.deliveries.get(notice.ref) ?? [];
      room.deliveries.set(notice.ref, [...known, ...attempts].slice(-rememberedDeliveries));
      log.push(...attempts);
    }
    return log;
  };

  for (const twin of twins) {
    const faults = faultQueue();
    const gateway = twin.open({
      now: deps.now,
      siteUrl: deps.siteUrl,
      payPage: (ref) => deps.payPage(twin.driver, ref),
      memory: deps.memory(twin.driver),
      secret: deps.secret,
      announce: (notice) => {
        const trip = send(roomOf(twin.driver), [notice]).finally(() => underway.delete(trip));
        underway.add(trip);
      },
    });
    const { baseUrl, close } = await listen((request) => callThrough(gateway, faults, request));
    rooms.set(twin.driver, { gateway, faults, deliveries: new Map(), baseUrl, close });
    Object.assign(env, twin.env(baseUrl, deps.secret));
  }

  function roomOf(driver: string): Room {
    const room = rooms.get(driver);
    if (!room) throw new Error(`no twin called ${driver}`);
    return room;
  }

  return {
    env,
    list: () =>
      [...rooms.values()].map(({ gateway, faults, deliveries, baseUrl }) => ({
        driver: gateway.driver,
        title: gateway.title,
        baseUrl,
        faults: faults.waiting(),
        payments: gateway.payments().map((payment) => ({
          ...payment,
          payUrl: deps.payPage(gateway.driver, payment.ref),
          notices: deliveries.get(payment.ref) ?? [],
        })),
      })),
    find: (driver, ref) => {
      const gateway = rooms.get(driver)?.gateway;
      const payment = gateway?.find(ref);
      return gateway && payment ? { ...payment, driver, title: gateway.title } : null;
    },
    move: async (driver, ref, { do: deed, notify = {}, amount, late }) => {
      const room = rooms.get(driver);
      if (!room) return 'no gateway';
      const { gateway } = room;
      if (!gateway.find(ref)) return 'no payment';
      const notices = notify.forged === true ? forged(gateway, ref, deed, notify.times) : moved();
      if (!Array.isArray(notices)) return notices;
      const notifications = await send(room, notices, notify.delayMs);
      const after = gateway.find(ref);
      return after ? { ...after, driver, notifications } : 'no payment';

      function moved(): Notice[] | { refused: string } {
        const before = gateway.notices(ref);
        const next = gateway.move(ref, deed, { amount, late, wrongAmount: notify.wrongAmount });
        if (next === null) return { refused: 'There is no such payment.' };
        return 'refused' in next ? next : schedule(before.length, gateway.notices(ref), notify);
      }
    },
    faults: (driver, next) => {
      const room = rooms.get(driver);
      if (!room) return 'no gateway';
      // An empty list is how a test says: enough.
      if (next.length === 0) room.faults.clear();
      room.faults.add(next);
      return room.faults.waiting();
    },
    tick: () => {
      for (const { gateway } of rooms.values()) gateway.tick();
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
    close: async () => {
      leaving.abort();
      await Promise.allSettled([...underway]);
      await Promise.all([...rooms.values()].map(({ close }) => close()));
    },
  };
}

/** A claim about money that never moved: nothing happens at the gateway, only the merchant is told. */
function forged(gateway: Gateway, ref: string, deed: Deed, times = 1): Notice[] {
  const notice = gateway.forge(ref, deed);
  return notice ? Array.from({ length: times }, () => notice) : [];
}
