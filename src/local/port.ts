import { createServer } from 'node:net';
import { CannotStart } from './cannot-start.ts';

/** Looked at before anything else starts, so that the answer comes in a moment and nothing has to be taken down again. */
export async function refuseTakenPort(port: number): Promise<void> {
  // `localhost` is two addresses on most machines, and the site listens on both.
  const error = (await bindOnce(port, '127.0.0.1')) ?? (await bindOnce(port, '::1'));
  if (error === null || error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return;
  if (error.code === 'EACCES') {
    throw new CannotStart(
      `This user may not listen on port ${port}: choose one above 1023, as in PORT=8899 npm start.`,
      error,
    );
  }
  if (error.code !== 'EADDRINUSE') throw error;
  const other = port === 8899 ? 8898 : 8899;
  throw new CannotStart(
    `Port ${port} is taken by another program: stop it, or choose another, as in PORT=${other} npm start.`,
    error,
  );
}

const bindOnce = (port: number, host: string): Promise<NodeJS.ErrnoException | null> =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', done);
    probe.listen({ port, host }, () => probe.close(() => done(null)));
  });
