import type { Config } from '@netlify/functions';
import { tendRequests } from '../../src/features/requests/tend.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-requests', tendRequests);

export const config: Config = { schedule: '*/5 * * * *' };
