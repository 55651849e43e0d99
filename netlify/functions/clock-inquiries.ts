import type { Config } from '@netlify/functions';
import { tendInquiries } from '../../src/features/inquiries/tend.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-inquiries', tendInquiries);

export const config: Config = { schedule: '23 * * * *' };
