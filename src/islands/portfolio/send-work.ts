import type { Portfolio, PortfolioClient } from '../../client/portfolio-api.ts';
import type { MediaType, UploadKind } from '../../features/portfolio/rules/media.ts';

type Wish = { kind: UploadKind; type: MediaType; posterOf?: string };
type Heard = { stop: AbortSignal; onSending?: (part: number) => void; onReading?: () => void };

/** One file: announced, sent to where the answer says, and read there. Null: it was stopped, and what was announced is taken back. */
export async function sendWork(
  calls: PortfolioClient,
  wish: Wish,
  bytes: Blob,
  { stop, onSending = () => undefined, onReading }: Heard,
): Promise<{ id: string; now: Portfolio } | null> {
  const { id, upload } = await calls.announce(crypto.randomUUID(), { ...wish, size: bytes.size });
  const forget = () => void calls.remove(crypto.randomUUID(), id).catch(() => undefined);
  if (stop.aborted) {
    forget();
    return null;
  }
  // whoever stops after a failure takes it back too: it counts against the plan until then
  stop.addEventListener('abort', forget);
  await calls.sendBytes(upload, bytes, stop, onSending);
  onReading?.();
  const now = await calls.complete(crypto.randomUUID(), id);
  stop.removeEventListener('abort', forget);
  return { id, now };
}
