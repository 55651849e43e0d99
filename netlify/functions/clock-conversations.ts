import type { Config } from '@netlify/functions';
import { tidyConversations } from '../../src/features/messaging/taking-back.ts';
import { job } from '../../src/wiring.ts';

export default job('clock-conversations', tidyConversations);

export const config: Config = { schedule: '17 3 * * *' };
