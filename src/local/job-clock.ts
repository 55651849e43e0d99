import { Cron } from 'croner';
import type { JobRun } from './contract/parts.ts';
import type { Runner } from './runner/types.ts';

/** Runs scheduled functions when their hour comes in real time, as the host does. `MAWAHIB_JOBS=manual` leaves them to whoever calls. */
export function keepSchedules(runner: Runner, say: (line: string) => void): { stop: () => void } {
  if (process.env['MAWAHIB_JOBS'] === 'manual') return { stop: () => undefined };
  const crons = runner.jobs().map(
    ({ name, schedule }) =>
      new Cron(schedule, { timezone: 'UTC', unref: true, protect: true }, async () => {
        const run = await runJob(runner, name).catch((error: unknown) => ({
          ok: false,
          status: 0,
          report: String(error),
        }));
        if (!run.ok) say(`  job ${name} failed (${run.status}): ${JSON.stringify(run.report)}`);
      }),
  );
  return { stop: () => crons.forEach((cron) => cron.stop()) };
}

/** One run now, with what it reports. */
export async function runJob(runner: Runner, name: string): Promise<JobRun> {
  const { ok, status, took, body } = await runner.runJob(name);
  return { ok, status, took, report: read(body) };
}

function read(body: string): unknown {
  if (body === '') return null;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
