import type { Config } from '@netlify/functions';
import { runOutbox } from '../../src/features/outbox/service.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-outbox', runOutbox);

export const config: Config = { schedule: '* * * * *' };
