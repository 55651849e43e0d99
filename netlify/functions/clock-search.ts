import type { Config } from '@netlify/functions';
import { tendSearch } from '../../src/features/discovery/search/service.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-search', tendSearch);

export const config: Config = { schedule: '*/5 * * * *' };
