import { inject } from 'vitest';
import './global-setup.ts';
import { openDatabase, type TestDatabase } from './open-database.ts';

export type { TestDatabase } from './open-database.ts';

/** A migrated, empty database of one's own; about 0.1 s. Close it in `afterAll`. */
export const freshDatabase = (): Promise<TestDatabase> => openDatabase(inject('databaseServer'));
