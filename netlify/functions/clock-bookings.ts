import type { Config } from '@netlify/functions';
import { tidyBookings } from '../../src/features/bookings/service.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-bookings', tidyBookings);

export const config: Config = { schedule: '*/5 * * * *' };
