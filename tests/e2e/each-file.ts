import { beforeAll } from 'vitest';
import { local } from './outside.ts';

// Every file begins at the real hour, whichever was played before it on the same stack.
beforeAll(() => local('clock', { reset: true }));
