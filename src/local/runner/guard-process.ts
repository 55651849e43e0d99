import process from 'node:process';
import { told } from './told.ts';

/** In production a stray rejection ends one function's process and not the site; here they share one, which must outlive it. */
export function guardProcess(log: (line: string) => void): () => void {
  const onRejection = (error: unknown) => log(`unhandled rejection: ${told(error)}`);
  const onException = (error: Error) => log(`uncaught exception: ${told(error)}`);
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
  };
}
