import type { Config } from '@netlify/functions';
import { job } from '../../src/wiring.ts';
import { keepSite } from '../../src/wiring/clock-site.ts';

export default job('clock-site', keepSite);

export const config: Config = { schedule: '*/5 * * * *' };
