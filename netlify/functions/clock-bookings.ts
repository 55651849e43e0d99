import type { Config } from '@netlify/functions';
import { tendBookings } from '../../src/features/bookings/giving-back.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-bookings', tendBookings);

export const config: Config = { schedule: '*/5 * * * *' };
