import { getStore } from '@netlify/blobs';
import type { ByteRange, Storage } from '../../features/storage.ts';

/** A function hears a request of 6 MB, in which bytes travel as base64: this is what is left of it, with room for the rest. */
const mostOfARequest = 4 * 1024 * 1024;

/** A function hands out 20 MB at most to whoever asks for all of a file at once; there is no other way out of here. */
const mostOfAnAnswer = 19 * 1024 * 1024;

const partKey = (key: string, at: number): string => `${key}.${at}`;
const countOf = (size: number): number => Math.ceil(size / mostOfARequest);

/**
 * Netlify Blobs: nothing to set up. It has no address a browser could write to, so uploads come to our own function, under a word
 * good for one upload; what the platform lets through there is the limit of one request. What is larger comes in parts and lies in
 * parts, for what lies there in one piece can be read in one piece only, and players ask for a film a bit at a time.
 */
export function blobStorage(siteUrl: string): Storage {
  const store = () => getStore({ name: 'attachments', consistency: 'strong' });
  const numberIn = (said: unknown): number | null => (Number.isSafeInteger(Number(said)) ? Number(said) : null);

  async function sizeAt(key: string): Promise<number | null> {
    const found = await store().getMetadata(key);
    return found ? numberIn(found.metadata['size']) : null;
  }
  /** How large the file will be whose first part lies there. */
  async function begun(key: string): Promise<number | null> {
    const found = await store().getMetadata(partKey(key, 0));
    return found ? numberIn(found.metadata['whole']) : null;
  }
  const partsOf = (size: number) => Array.from({ length: countOf(size) }, (_, at) => at);

  async function readParts(key: string, part: ByteRange | undefined): Promise<ReadableStream<Uint8Array> | null> {
    const whole = await begun(key);
    if (whole === null) return null;
    const from = part?.from ?? 0;
    const to = Math.min(part?.to ?? whole - 1, whole - 1);
    let at = Math.floor(from / mostOfARequest);
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const start = at * mostOfARequest;
        if (start > to) return controller.close();
        const piece = (await store().get(partKey(key, at), { type: 'arrayBuffer' })) as ArrayBuffer | null;
        if (piece === null) throw new Error(`part ${at} of ${key} is not in its storage`);
        at += 1;
        controller.enqueue(new Uint8Array(piece.slice(Math.max(0, from - start), to - start + 1)));
      },
    });
  }
  const setPart = (key: string, at: number, bytes: Uint8Array, size: number, type: string) =>
    store().set(partKey(key, at), new Blob([new Uint8Array(bytes)]), {
      metadata: { size: bytes.byteLength, whole: size, type },
    });

  return {
    name: 'blobs',
    limits: { upload: mostOfARequest, ranges: false },
    parts: {
      most: mostOfAnAnswer,
      write: async (key, bytes, { at, size, type }) => {
        if (at > 0 && (await begun(key)) === null) return false;
        await setPart(key, at, bytes, size, type);
        return true;
      },
    },
    signUpload: async ({ ticket, type }) => ({
      method: 'PUT',
      url: `${siteUrl}/api/${ticket.door}/${ticket.id}?ticket=${encodeURIComponent(ticket.word)}`,
      headers: { 'content-type': type },
    }),
    signDownload: async () => null,
    head: async (key) => {
      const size = await sizeAt(key);
      if (size !== null) return { size };
      const whole = await begun(key);
      if (whole === null) return null;
      const sizes = await Promise.all(partsOf(whole).map((at) => sizeAt(partKey(key, at))));
      const there = sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      return there === whole ? { size: whole } : null;
    },
    read: async (key, part) => {
      if (part === undefined) {
        const all = (await store().get(key, { type: 'stream' })) as ReadableStream<Uint8Array> | null;
        return all ?? readParts(key, undefined);
      }
      // its interface knows no parts of a piece: all of it is read, and this much of it handed on
      const piece = (await store().get(key, { type: 'arrayBuffer' })) as ArrayBuffer | null;
      return piece === null ? readParts(key, part) : new Blob([piece.slice(part.from, part.to + 1)]).stream();
    },
    write: async (key, bytes, type) => {
      const size = bytes.byteLength;
      if (size <= mostOfARequest)
        return void (await store().set(key, new Blob([new Uint8Array(bytes)]), { metadata: { size, type } }));
      await store().delete(key);
      const piece = (at: number) => bytes.subarray(at * mostOfARequest, (at + 1) * mostOfARequest);
      await Promise.all(partsOf(size).map((at) => setPart(key, at, piece(at), size, type)));
    },
    remove: async (key) => {
      await store().delete(key);
      const whole = await begun(key);
      if (whole === null) return;
      // the first one last: whoever is interrupted finds the others by it
      await Promise.all(
        partsOf(whole)
          .slice(1)
          .map((at) => store().delete(partKey(key, at))),
      );
      await store().delete(partKey(key, 0));
    },
  };
}
