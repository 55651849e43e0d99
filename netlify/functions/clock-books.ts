import type { Config } from '@netlify/functions';
import { releaseEarnings } from '../../src/features/ledger/releasing.ts';
import { compareWithGateways } from '../../src/features/payments/comparison.ts';
import { drivers } from '../../src/features/payments/drivers.ts';
import { job } from '../../src/wiring.ts';

export default job(
  'clock-books',
  async (ctx) => ({ earnings: await releaseEarnings(ctx), comparison: await compareWithGateways(ctx) }),
  { drivers },
);

export const config: Config = { schedule: '*/15 * * * *' };
