import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { CannotStart } from '../cannot-start.ts';
import type { Binaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { reason, type Place } from './place.ts';

/** Speed before safety: what a crash of the machine destroys here is demo data. `unix_socket_directories` is empty because /tmp may be somebody else's. */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  // a password of the loopback's own, drawn at random: hardening it would only make every connection slow
  'scram_iterations=1',
  'timezone=UTC',
  'log_timezone=UTC',
];

export async function run(place: Place, program: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      // The folder we were started in may be closed to the user Postgres runs as.
      cwd: path.parse(process.cwd()).root,
      env: { ...process.env, LC_ALL: undefined, LANG: 'C', LC_MESSAGES: 'C', PGDATA: undefined, PGPORT: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in the terminal is ours to answer: Postgres stops when we tell it to.
      detached: process.platform !== 'win32',
      ...place.as,
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', (cause: NodeJS.ErrnoException) => {
      const musl = cause.code === 'ENOENT' && process.platform === 'linux';
      reject(
        new CannotStart(
          musl
            ? `${program} does not run here: the Postgres binaries need glibc, which this Linux (Alpine?) lacks.`
            : `${program} does not run here: ${reason(cause)}.`,
          cause,
        ),
      );
    });
    child.on('exit', (code) => {
      // The server outlives pg_ctl and may hold these pipes on some systems.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code: code ?? 1, output });
    });
  });
}

export async function bringUp(place: Place, { pgCtl }: Binaries, wanted: number | undefined): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort());
    const log = path.join(place.data, 'server.log');
    await rm(log, { force: true });
    const options = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ');
    const { code, output } = await run(place, pgCtl, [
      'start',
      '-w',
      '-t',
      '60',
      '-s',
      '-D',
      place.data,
      '-l',
      log,
      '-o',
      options,
    ]);
    if (code === 0) return port;
    const told = await readFile(log, 'utf8').catch(() => '');
    if (/could not bind|could not create any TCP\/IP sockets/.test(told)) {
      if (wanted === undefined && attempt < 4) continue;
      throw new CannotStart(`Port ${port}, where Postgres should listen, is taken by another program.`);
    }
    throw new CannotStart(
      `Postgres did not start in ${place.data}: ${lastComplaint(told) ?? lastComplaint(output) ?? 'it gave no reason'}. "npm run reset" begins afresh.`,
    );
  }
}

export async function bringDown(place: Place, { pgCtl }: Binaries): Promise<void> {
  const stopped = await run(place, pgCtl, ['stop', '-w', '-t', '20', '-s', '-m', 'fast', '-D', place.data]);
  if (stopped.code !== 0 && (await runningServer(place.data)))
    await run(place, pgCtl, ['stop', '-w', '-t', '20', '-s', '-m', 'immediate', '-D', place.data]);
}

/** The server that left its mark in this folder, if it lives. A number that now belongs to another program is a stale mark, and is wiped away. */
export async function runningServer(data: string): Promise<number | undefined> {
  const mark = path.join(data, 'postmaster.pid');
  const pid = Number((await readFile(mark, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid) return undefined;
  if (alive(pid) && (await isPostgres(pid))) return pid;
  await rm(mark, { force: true });
  return undefined;
}

export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const listed = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (listed !== null) return listed.includes('postgres');
  return new Promise((resolve) => {
    const ps = spawn('ps', ['-o', 'command=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    ps.stdout.on('data', (data: Buffer) => (output += data.toString()));
    ps.on('error', () => resolve(true));
    ps.on('close', () => resolve(output.includes('postgres')));
  });
}

export function lastComplaint(text: string): string | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const fatal = lines.filter((line) => /FATAL|PANIC|error:|ERROR|No space left/.test(line)).at(-1) ?? lines.at(-1);
  if (fatal && /No space left/.test(text)) return 'the disk is full';
  return fatal?.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '').replace(/\.$/, '');
}
