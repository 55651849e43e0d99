import { neonConfig } from '@neondatabase/serverless';

const local = new Set(['127.0.0.1', 'localhost']);

/** The local stack speaks Neon's protocol on the port of its URL (src/local/bridge.ts); production's defaults stay untouched. */
export function speakTo(url: string): void {
  if (!local.has(new URL(url).hostname)) return;
  neonConfig.wsProxy = (_host, port) => `127.0.0.1:${port}/v2`;
  neonConfig.fetchEndpoint = (_host, port) => `http://127.0.0.1:${port}/sql`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineTLS = false;
  // the embedded server answers with SCRAM, which cannot be guessed ahead
  neonConfig.pipelineConnect = false;
  neonConfig.coalesceWrites = false;
}
