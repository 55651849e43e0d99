import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getStore, setEnvironmentContext } from '@netlify/blobs';
import { BlobsServer } from '@netlify/blobs/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildIfWanted, wantBuild } from './build-hook.ts';
import { talentPages, tidyTalentPages } from './talent-pages.ts';

/** Blobs with versions that hold, which Netlify's stand-in on files does not have: what two writers at once meet in production. */
const kept = new Map<string, { body: string; etag: string }>();
let versions = 0;
const blobs: Server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://blobs');
  const chunks: Buffer[] = [];
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      const found = kept.get(pathname);
      const ifMatch = request.headers['if-match'];
      if (request.method === 'PUT') {
        if ((request.headers['if-none-match'] === '*' && found) || (ifMatch && ifMatch !== found?.etag))
          return response.writeHead(412).end();
        const etag = `"${++versions}"`;
        kept.set(pathname, { body: Buffer.concat(chunks).toString(), etag });
        return response.writeHead(200, { etag }).end();
      }
      if (request.method === 'DELETE') {
        kept.delete(pathname);
        return response.writeHead(204).end();
      }
      if (pathname.split('/').length < 4) {
        const inStore = [...kept]
          .filter(([path]) => path.startsWith(`${pathname}/`))
          .map(([path, { etag }]) => ({ key: path.slice(pathname.length + 1), etag }));
        return response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ blobs: inStore, directories: [] }));
      }
      return found ? response.writeHead(200, { etag: found.etag }).end(found.body) : response.writeHead(404).end();
    });
});
const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const keepBlobsAt = (url: string) =>
  setEnvironmentContext({ siteID: 'site', token: 'token', edgeURL: url, uncachedEdgeURL: url, apiURL: url });

// The host's other side: an address that takes purges and builds and can be told to refuse.
const heard: string[] = [];
let refuse: RegExp | null = null;
const host: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const said =
        request.url === '/hook'
          ? 'build'
          : `purge ${(JSON.parse(body) as { cache_tags: string[] }).cache_tags.join(',')}`;
      const refused = refuse?.test(said) ?? false;
      if (!refused) heard.push(said);
      response.writeHead(refused ? 429 : 202).end();
    });
});
let settings: Parameters<typeof talentPages>[0];
let blobsAt: string;
beforeAll(async () => {
  blobsAt = await listen(blobs);
  keepBlobsAt(blobsAt);
  const origin = await listen(host);
  settings = {
    NETLIFY_PURGE_API_TOKEN: 'purge-token',
    SITE_ID: 'site',
    PURGE_API_URL: origin,
    BUILD_HOOK_URL: `${origin}/hook`,
  };
});
afterAll(() => {
  for (const server of [blobs, host]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  kept.clear();
  heard.length = 0;
  refuse = null;
});

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);
const marker = (slug: string): Promise<unknown> =>
  getStore({ name: 'talent-pages', consistency: 'strong' }).get(slug, { type: 'json' });

describe('what happens to a page', () => {
  test('an edit marks it, purges its tag and the lists, and asks for a build', async () => {
    await talentPages(settings).changed('zainab', at('09:00'));
    expect(await marker('zainab')).toEqual({ state: 'changed', at: '2026-03-02T09:00:00.000Z', purged: true });
    expect(heard.toSorted()).toEqual(['build', 'purge talent-zainab', 'purge talents']);
  });

  test('taken down, and up again', async () => {
    const pages = talentPages(settings);
    await pages.unpublished('zainab', at('09:00'));
    expect(await marker('zainab')).toMatchObject({ state: 'unpublished' });
    await pages.published('zainab', at('09:05'));
    expect(await marker('zainab')).toMatchObject({ state: 'changed', at: '2026-03-02T09:05:00.000Z' });
  });

  test('of two changes the later one stands, whichever gets here first', async () => {
    const pages = talentPages(settings);
    await pages.unpublished('zainab', at('09:05'));
    await pages.changed('zainab', at('09:00'));
    expect(await marker('zainab')).toMatchObject({ state: 'unpublished' });
    await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        n === 3 ? pages.unpublished('kawa', at('09:59')) : pages.changed('kawa', at(`09:0${n}`)),
      ),
    );
    expect(await marker('kawa')).toMatchObject({ state: 'unpublished', at: '2026-03-02T09:59:00.000Z' });
  });

  test('the same news twice is told once', async () => {
    await talentPages(settings).changed('zainab', at('09:00'));
    heard.length = 0;
    await talentPages(settings).changed('zainab', at('09:00'));
    expect(heard).toEqual([]);
  });
});

describe('a host that refuses', () => {
  test('a purge that failed is repeated by the clock until it is done', async () => {
    refuse = /talent-zainab/;
    await talentPages(settings).changed('zainab', at('09:00'));
    expect(await marker('zainab')).toMatchObject({ state: 'changed', purged: false });
    expect(await tidyTalentPages(settings, null, at('09:05'))).toEqual({ markers: 1, dropped: 0, purged: 0 });
    refuse = null;
    heard.length = 0;
    expect(await tidyTalentPages(settings, null, at('09:10'))).toEqual({ markers: 1, dropped: 0, purged: 1 });
    expect(heard).toEqual(['purge talent-zainab']);
    expect(await tidyTalentPages(settings, null, at('09:15'))).toEqual({ markers: 1, dropped: 0, purged: 0 });
  });

  test('limits on the lists do not hold up the page', async () => {
    refuse = /talents/;
    await talentPages(settings).changed('zainab', at('09:00'));
    expect(await marker('zainab')).toMatchObject({ purged: true });
    expect(heard.toSorted()).toEqual(['build', 'purge talent-zainab']);
  });

  test('without a token or a hook there is nothing to purge or to build', async () => {
    await talentPages({}).changed('zainab', at('09:00'));
    expect(await marker('zainab')).toMatchObject({ state: 'changed', purged: true });
    expect(heard).toEqual([]);
  });
});

describe('lists', () => {
  const left = async () =>
    (await getStore({ name: 'list-pages', consistency: 'strong' }).get('left', { type: 'json' })) as unknown;
  beforeEach(async () => {
    await getStore({ name: 'list-pages', consistency: 'strong' }).delete('left');
  });

  test('an edit leaves them as they are; a leaving marks them, purges what is kept of them, and a newer build ends it', async () => {
    const pages = talentPages(settings);
    await pages.changed('zainab', at('09:00'));
    await pages.alone('zainab', at('09:01'));
    await pages.published('omar', at('09:02'));
    expect(await left()).toBeNull();
    expect(heard).not.toContain('purge lists');
    await pages.unpublished('zainab', at('09:05'));
    expect(await left()).toEqual({ at: '2026-03-02T09:05:00.000Z', purged: true });
    expect(heard.filter((line) => line === 'purge lists')).toHaveLength(1);
    // told again by the clock: nothing new
    await pages.unpublished('zainab', at('09:05'));
    expect(heard.filter((line) => line === 'purge lists')).toHaveLength(1);
    // told late, of somebody who left before: what is kept may name them
    await pages.unpublished('omar', at('09:03'));
    expect(await left()).toEqual({ at: '2026-03-02T09:05:00.000Z', purged: true });
    expect(heard.filter((line) => line === 'purge lists')).toHaveLength(2);
    // a build that was underway may have read before
    await tidyTalentPages(settings, at('09:30'), at('09:31'));
    expect(await left()).not.toBeNull();
    await tidyTalentPages(settings, at('09:36'), at('09:40'));
    expect(await left()).toBeNull();
  });

  test('a purge that failed is repeated by the clock, and only until it is done', async () => {
    refuse = /purge lists/;
    await talentPages(settings).unpublished('zainab', at('09:00'));
    expect(await left()).toMatchObject({ purged: false });
    expect(await marker('zainab')).toMatchObject({ state: 'unpublished', purged: true });
    refuse = null;
    heard.length = 0;
    await tidyTalentPages(settings, null, at('09:05'));
    await tidyTalentPages(settings, null, at('09:10'));
    expect(heard).toEqual(['purge lists']);
    expect(await left()).toMatchObject({ purged: true });
  });
});

describe('markers', () => {
  test('go when the live build has caught up, except that what is gone says so for a month', async () => {
    const pages = talentPages(settings);
    await pages.changed('old', at('08:00'));
    await pages.changed('during', at('09:50'));
    await pages.unpublished('gone', at('08:00'));
    expect(await tidyTalentPages(settings, at('10:00'), at('10:05'))).toEqual({ markers: 3, dropped: 1, purged: 0 });
    expect(await marker('old')).toBeNull();
    // edited while the build ran: it may have missed it
    expect(await marker('during')).toMatchObject({ state: 'changed' });
    expect(await marker('gone')).toMatchObject({ state: 'unpublished' });
    expect((await tidyTalentPages(settings, at('10:00'), new Date('2026-04-02T10:00:00Z'))).dropped).toBe(1);
  });
  test('stay when nobody knows how old the build is', async () => {
    await talentPages(settings).changed('old', at('08:00'));
    expect((await tidyTalentPages(settings, null, at('23:00'))).dropped).toBe(0);
  });
});

describe('builds', () => {
  test('the first change asks at once, the next ones share a build', async () => {
    expect(await wantBuild(settings, at('09:00'))).toBe('asked');
    expect(await wantBuild(settings, at('09:01'))).toBe('waiting');
    expect(await wantBuild(settings, at('09:02'))).toBe('waiting');
    expect(await buildIfWanted(settings, at('09:05'))).toBe('waiting');
    expect(await buildIfWanted(settings, at('09:11'))).toBe('asked');
    expect(await buildIfWanted(settings, at('09:30'))).toBe('nothing_to_do');
    expect(heard).toEqual(['build', 'build']);
  });
  test('twenty at once are one build', async () => {
    await Promise.all(Array.from({ length: 20 }, () => wantBuild(settings, at('09:00'))));
    expect(heard).toEqual(['build']);
  });
  test('a refused hook is asked again', async () => {
    refuse = /build/;
    expect(await wantBuild(settings, at('09:00'))).toBe('waiting');
    refuse = null;
    expect(await buildIfWanted(settings, at('09:01'))).toBe('asked');
  });
  test('a clock that was set back does not silence it', async () => {
    await wantBuild(settings, at('20:00'));
    expect(await wantBuild(settings, at('09:00'))).toBe('asked');
  });
});

test('it works on Netlify’s own stand-in as well, which names no versions', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'talent-pages-'));
  const standIn = new BlobsServer({ directory, token: 'token' });
  keepBlobsAt(`http://localhost:${(await standIn.start()).port}`);
  try {
    await talentPages(settings).changed('zainab', at('09:00'));
    await talentPages(settings).unpublished('zainab', at('09:05'));
    expect(await marker('zainab')).toEqual({ state: 'unpublished', at: '2026-03-02T09:05:00.000Z', purged: true });
    expect(heard.toSorted()).toEqual([
      'build',
      'purge lists',
      'purge talent-zainab',
      'purge talent-zainab',
      'purge talents',
      'purge talents',
    ]);
    expect(await tidyTalentPages(settings, at('10:00'), at('10:05'))).toEqual({ markers: 1, dropped: 0, purged: 0 });
    expect(await buildIfWanted(settings, at('10:05'))).toBe('asked');
  } finally {
    await standIn.stop();
    keepBlobsAt(blobsAt);
    rmSync(directory, { recursive: true, force: true });
  }
});
