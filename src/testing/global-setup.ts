import type { TestProject } from 'vitest/node';
import { startDatabaseServer } from './database-server.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startDatabaseServer();
  project.provide('databaseServer', server.address);
  return server.close;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: string;
  }
}
