import { expect, test } from 'vitest';
import { slowest, tallyOf } from './run.ts';

const file = (status: string, tests: number) => ({ status, assertionResults: Array.from({ length: tests }) });

test('a green run is what vitest counted', () => {
  expect(
    tallyOf({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, testResults: [file('passed', 8)] }, 0),
  ).toEqual({
    passed: 7,
    failed: 0,
    skipped: 1,
  });
});

test('a file that broke before its first test is a failure, though vitest counts no failed test', () => {
  expect(
    tallyOf({ numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 3), file('failed', 0)] }, 1).failed,
  ).toBe(1);
});

test('a crash without any report is a failure', () => {
  expect(tallyOf(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(tallyOf({ numPassedTests: 3 }, 1).failed).toBe(1);
});

test('the slowest files are told by name, the slowest first', () => {
  const file = (name: string, seconds: number) => ({ name, startTime: 5000, endTime: 5000 + seconds * 1000 });
  const report = {
    testResults: [file('/a/one.test.ts', 3), file('/b/c/two.db.test.ts', 12.4), file('/three.test.ts', 1)],
  };
  expect(slowest(report, 2)).toBe('two 12, one 3');
  expect(slowest(null, 2)).toBe('');
});
