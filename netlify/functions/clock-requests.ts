import type { Config } from '@netlify/functions';
import { lookForTalents } from '../../src/features/collections/looking.ts';
import { tendRequests } from '../../src/features/requests/tend.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-requests', async (ctx) => ({
  ...(await tendRequests(ctx)),
  talentSearches: await lookForTalents(ctx),
}));

export const config: Config = { schedule: '*/5 * * * *' };
