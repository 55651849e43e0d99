import type { Config } from '@netlify/functions';
import { drivers } from '../../src/features/payments/drivers.ts';
import { runSubscriptions } from '../../src/features/subscriptions/renewal.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-subscriptions', runSubscriptions, { drivers });

export const config: Config = { schedule: '*/15 * * * *' };
