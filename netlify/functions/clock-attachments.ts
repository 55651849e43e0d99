import type { Config } from '@netlify/functions';
import { sweepAttachments } from '../../src/features/attachments/sweeping.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-attachments', sweepAttachments);

export const config: Config = { schedule: '7,37 * * * *' };
