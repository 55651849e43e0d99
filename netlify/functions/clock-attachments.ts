import type { Config } from '@netlify/functions';
import { sweepAttachments } from '../../src/features/attachments/sweeping.ts';
import { sweepPortfolio } from '../../src/features/portfolio/sweeping.ts';
import { job } from '../../src/wiring.ts';

// work first: what it leaves behind is removed in the same run
export default job('clock-attachments', async (ctx) => {
  const portfolio = await sweepPortfolio(ctx);
  return { ...(await sweepAttachments(ctx)), portfolio };
});

export const config: Config = { schedule: '7,37 * * * *' };
