import type { Config } from '@netlify/functions';
import { tendFreeDays } from '../../src/features/profiles/free-days.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-calendar', tendFreeDays);

export const config: Config = { schedule: '* * * * *' };
