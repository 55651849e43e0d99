import { getStore } from '@netlify/blobs';
import type { Storage } from '../../features/storage.ts';

/** A function hears a request of 6 MB, in which bytes travel as base64: this is what is left of it, with room for the rest. */
const mostOfARequest = 4 * 1024 * 1024;

/**
 * Netlify Blobs: nothing to set up. It has no address a browser could write to, so uploads come to our own function, under a word
 * good for one upload; what the platform lets through there is the limit.
 */
export function blobStorage(siteUrl: string): Storage {
  const store = () => getStore({ name: 'attachments', consistency: 'strong' });
  return {
    name: 'blobs',
    limits: { upload: mostOfARequest, ranges: false },
    signUpload: async ({ ticket, type }) => ({
      method: 'PUT',
      url: `${siteUrl}/api/${ticket.door}/${ticket.id}?ticket=${encodeURIComponent(ticket.word)}`,
      headers: { 'content-type': type },
    }),
    signDownload: async () => null,
    head: async (key) => {
      const found = await store().getMetadata(key);
      const size = Number(found?.metadata['size']);
      return found && Number.isSafeInteger(size) ? { size } : null;
    },
    read: async (key, part) => {
      if (part === undefined) return (await store().get(key, { type: 'stream' })) as ReadableStream<Uint8Array> | null;
      // its interface knows no parts: all of it is read, and this much of it handed on
      const whole = (await store().get(key, { type: 'arrayBuffer' })) as ArrayBuffer | null;
      return whole === null ? null : new Blob([whole.slice(part.from, part.to + 1)]).stream();
    },
    write: async (key, bytes, type) => {
      await store().set(key, new Blob([new Uint8Array(bytes)]), { metadata: { size: bytes.byteLength, type } });
    },
    remove: (key) => store().delete(key),
  };
}
