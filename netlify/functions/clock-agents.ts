import type { Config } from '@netlify/functions';
import { runAgents } from '../../src/features/agents/sending.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-agents', runAgents);

export const config: Config = { schedule: '* * * * *' };
