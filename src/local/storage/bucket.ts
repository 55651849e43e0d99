import { join } from 'node:path';
import { startS3 } from './s3.ts';

/** Beside the site's port, so that the pages' content policy names the same address after a restart. */
const besideTheSite = 12;

/**
 * `MAWAHIB_STORAGE=s3 npm start`: attachments go to a bucket of this machine instead of Blobs, signed and checked as a real one's are.
 * Null: not asked for.
 */
export async function openBucket(options: {
  home: string;
  port: number;
  secret: (name: string) => string;
  now: () => Date;
}): Promise<{ env: Record<string, string>; close: () => Promise<void> } | null> {
  if (process.env['MAWAHIB_STORAGE'] !== 's3') return null;
  const { home, port, secret, now } = options;
  const keys = { accessKeyId: 'local', secretAccessKey: secret('bucket'), region: 'auto' };
  const twin = await startS3({ dir: join(home, 's3'), keys, port: port + besideTheSite, now });
  return {
    env: {
      S3_ENDPOINT: twin.endpoint,
      S3_BUCKET: twin.bucket,
      S3_REGION: keys.region,
      S3_ACCESS_KEY_ID: keys.accessKeyId,
      S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    },
    close: twin.close,
  };
}
