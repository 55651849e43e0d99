import type { Config } from '@netlify/functions';
import { tendPhotos } from '../../src/features/photos/tend.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-photos', tendPhotos);

export const config: Config = { schedule: '*/5 * * * *' };
