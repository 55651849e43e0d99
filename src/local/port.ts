import { createServer } from 'node:net';
import { CannotStart } from './cannot-start.ts';

/** Looked at before anything else starts, so that the answer comes in a moment and nothing has to be taken down again. */
export async function refuseTakenPort(port: number): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
    const probe = createServer();
    probe.once('error', done);
    probe.listen(port, () => probe.close(() => done(null)));
  });
  if (error === null) return;
  if (error.code === 'EACCES') {
    throw new CannotStart(
      `This user may not listen on port ${port}: choose one above 1023, as in PORT=8899 npm start.`,
      error,
    );
  }
  if (error.code !== 'EADDRINUSE') throw error;
  throw new CannotStart(
    `Port ${port} is taken by another program: stop it, or choose another, as in PORT=${port === 8899 ? 8898 : 8899} npm start.`,
    error,
  );
}
