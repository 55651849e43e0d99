import type { Storages } from '../../features/storage.ts';
import type { S3Settings } from './s3.ts';

/** A bucket takes what is new as soon as there is one; what went to Blobs before stays readable there. */
export function openStorages(settings: { siteUrl: string; s3: S3Settings | null; now: () => Date }): Storages {
  const { s3 } = settings;
  const named: Storages['named'] = async (name) => {
    if (name === 'blobs') return (await import('./blobs.ts')).blobStorage(settings.siteUrl);
    if (name === 's3' && s3) return (await import('./s3.ts')).s3Storage(s3, { fetch, now: settings.now });
    return null;
  };
  return {
    named,
    current: async () => {
      const open = await named(s3 ? 's3' : 'blobs');
      if (!open) throw new Error('no storage for attachments');
      return open;
    },
  };
}
