import type { Config } from '@netlify/functions';
import { drivers } from '../../src/features/payments/drivers.ts';
import { reconcilePayments } from '../../src/features/payments/reconcile.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-payments', reconcilePayments, { drivers });

export const config: Config = { schedule: '*/5 * * * *' };
