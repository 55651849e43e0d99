import { Cron } from 'croner';
import type { SiteFunction } from './functions.ts';
import type { Job, JobResult } from './types.ts';

export function listJobs(functions: readonly SiteFunction[], now: number): Job[] {
  return functions
    .flatMap(({ name, config }) =>
      config.schedule ? [{ name, schedule: config.schedule, nextRun: nextRun(config.schedule, now) }] : [],
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function nextRun(schedule: string, now: number): string {
  const next = new Cron(schedule, { timezone: 'UTC', paused: true }).nextRun(new Date(now));
  if (!next) throw new Error(`The schedule "${schedule}" never comes.`);
  return next.toISOString();
}

export async function runJob(
  fn: SiteFunction,
  origin: string,
  now: number,
  call: (fn: SiteFunction, request: Request) => Promise<Response>,
): Promise<JobResult> {
  const request = new Request(`${origin}/.netlify/functions/${fn.name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Netlify Clockwork' },
    body: JSON.stringify({ next_run: nextRun(fn.config.schedule ?? '', now) }),
  });
  const began = performance.now();
  const response = await call(fn, request);
  const body = await response.text();
  return { ok: response.ok, status: response.status, took: Math.round(performance.now() - began), body };
}
