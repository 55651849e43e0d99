import type { Settings } from '../../features/payments/provider.ts';
import { faultQueue, type FaultQueue } from '../../local/gateways/faults.ts';
import { forgetful, type Gateway, type Notice } from '../../local/gateways/gateway.ts';
import { asFetch } from '../../local/gateways/line.ts';
import { twins } from '../../local/gateways/registry.ts';

/** A simulated gateway without a port: its machine, what goes wrong on its line, and how a driver is told to reach it. */
export type Bank = {
  driver: string;
  gateway: Gateway;
  faults: FaultQueue;
  /** calls again and again until it is thanked: nothing it says is lost for good */
  insists: boolean;
  /** what goes back over there without our asking is told by no call and no answer: nobody can know */
  hidesRefunds: boolean;
  env: Settings;
  /** the line to it, as a driver's `fetch` */
  line: typeof fetch;
};

export const secretOf = (name: string): string => `sim-secret-of-${name}`;

/** Every twin of the stack, fresh, with no memory of other worlds. */
export const openBanks = (world: {
  now: () => Date;
  siteUrl: string;
  post: (driver: string, notice: Notice) => void;
}): Bank[] =>
  twins.map((twin) => {
    const faults = faultQueue();
    const gateway = twin.open({
      now: world.now,
      siteUrl: world.siteUrl,
      payPage: (ref) => `http://${twin.driver}.test/pay/${ref}`,
      memory: forgetful(),
      secret: secretOf,
      announce: (notice) => world.post(twin.driver, notice),
    });
    return {
      driver: twin.driver,
      gateway,
      faults,
      insists: twin.driver === 'areeba',
      hidesRefunds: twin.driver === 'fastpay',
      // impatient, and yet never so that a busy machine looks like a silent gateway
      env: { ...twin.env(`http://${twin.driver}.test`, secretOf), GATEWAY_PATIENCE_MS: '60' },
      line: asFetch(gateway, faults),
    };
  });
