import { styleText } from 'node:util';
import type { Stack } from './stack.ts';

/**
 * What `npm start` and `npm run dev` share: open the stack, say it is ready, stop it when asked, and turn what stands in
 * the way into one sentence. Only what Node brings is imported before the packages are known to be there.
 */
export async function runUntilStopped(open: (signal: AbortSignal) => Promise<Stack>): Promise<void> {
  const leaving = new AbortController();
  let askedAt: number | null = null;
  const wantsToLeave = new Promise<void>((leave) => {
    const stop = () => {
      if (askedAt !== null) {
        // One Ctrl-C arrives several times: from the terminal, from npm, from libraries that pass signals on. A later one
        // means now; what must not outlive us is ended by its own exit handlers.
        if (performance.now() - askedAt > 1_000) process.exit(1);
        return;
      }
      askedAt = performance.now();
      leaving.abort(new Error('stopped'));
      leave();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
    stopWithNpm(stop);
  });

  try {
    const stack = await open(leaving.signal);
    console.log(`ready ${stack.origin}`);
    console.log(peopleTable(stack));
    await wantsToLeave;
    console.log('\nstopping …');
    await stack.close();
    console.log('stopped');
    process.exit(0);
  } catch (error) {
    if (leaving.signal.aborted) {
      console.log('\nstopped');
      process.exit(0);
    }
    console.error(`\n${styleText('red', sentence(error))}`);
    process.exit(1);
  }
}

/** npm that is killed outright tells nobody; its child finds another parent, and leaves too. */
function stopWithNpm(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 1_000);
  watch.unref();
}

/** One clear sentence; only a real surprise shows where it came from. */
export function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'CannotStart') return error.message;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') return 'The disk is full: free some space and start again.';
  if (code === 'EDQUOT') return 'Your share of the disk is used up: free some space and start again.';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    const place = 'path' in error && typeof error.path === 'string' ? error.path : 'the state folder';
    return `This user may not write to ${place}: give the stack another folder with MAWAHIB_HOME.`;
  }
  if (code === 'ERR_MODULE_NOT_FOUND' && /Cannot find package/.test(error.message)) {
    return `A package is missing (${/'([^']+)'/.exec(error.message)?.[1] ?? 'unknown'}): run npm ci and start again.`;
  }
  return error.stack ?? error.message;
}

function peopleTable({ people, origin }: Stack): string {
  const rows = people.map(({ role, kind, membership, email, name, note }) => ({
    what: [role ?? 'new', kind, membership && `member (${membership})`].filter(Boolean).join(' '),
    email,
    // Names in two scripts and two directions: each is kept to itself, and after what is aligned.
    about: `\u2068${name}\u2069: ${note}`,
  }));
  const wide = (column: 'what' | 'email') => Math.max(...rows.map((row) => row[column].length), 0);
  const lines = rows.map(
    (row) => `  ${row.what.padEnd(wide('what'))}  ${row.email.padEnd(wide('email'))}  ${row.about}`,
  );
  const where = `  sign in as any of them, read mail, pay, move the clock: ${origin}/__local/`;
  return ['', ...lines, '', where, ''].join('\n');
}
