import { purgeCache } from '@netlify/functions';

export type PurgeSettings = {
  NETLIFY_PURGE_API_TOKEN?: string | undefined;
  SITE_ID?: string | undefined;
  PURGE_API_URL?: string | undefined;
};

/** Drops what the CDN keeps under a tag. False when the host refuses or is away: then somebody tries again later. */
export async function purgeTag(settings: PurgeSettings, tag: string): Promise<boolean> {
  const { NETLIFY_PURGE_API_TOKEN: token, SITE_ID: siteID, PURGE_API_URL: apiURL } = settings;
  // no token, no CDN that is ours to purge
  if (!token) return true;
  try {
    await purgeCache({ tags: [tag], token, ...(siteID ? { siteID } : {}), ...(apiURL ? { apiURL } : {}) });
    return true;
  } catch {
    return false;
  }
}
