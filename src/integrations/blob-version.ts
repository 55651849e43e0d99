/** The condition under which a blob may be written after it was read: nobody else wrote it since. */
export type Version = { onlyIfNew: true } | { onlyIfMatch: string } | Record<never, never>;

export function versionOf(found: { etag?: string } | null): Version {
  if (found === null) return { onlyIfNew: true };
  // Netlify's stand-in for Blobs on a developer's machine names no version when it is read: there the last writer stands
  return found.etag === undefined ? {} : { onlyIfMatch: found.etag };
}
