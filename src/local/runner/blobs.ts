import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { BlobsServer } from '@netlify/blobs/server';
import { deploy, site } from './context.ts';

/** Netlify's own stand-in for Blobs, on files; and the variable by which `@netlify/blobs` finds it. */
export async function startBlobs(stateDir: string): Promise<{ context: string; stop: () => Promise<unknown> }> {
  const token = randomUUID();
  const server = new BlobsServer({ directory: path.join(stateDir, 'blobs'), token });
  const { port } = await server.start();
  const url = `http://localhost:${port}`;
  const context = {
    siteID: site.id,
    deployID: deploy.id,
    edgeURL: url,
    uncachedEdgeURL: url,
    apiURL: url,
    primaryRegion: 'us-east-2',
    token,
  };
  return { context: Buffer.from(JSON.stringify(context)).toString('base64'), stop: () => server.stop() };
}
