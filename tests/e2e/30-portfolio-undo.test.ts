// A piece of work is removed and put back, from the browser of its talent: gone for everybody at once, and back where it was.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { portfolioMessages } from '../../src/i18n/catalogs/portfolio.ts';
import { translator } from '../../src/i18n/translate.ts';
import * as files from '../../src/testing/fake-files.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, local, ok, until } from './outside.ts';

type Item = { id: string; media: { url: string } | null };
type Portfolio = { items: Item[]; slug: string };
type Told = { id: string; upload: { method: string; url: string; headers: Record<string, string> } };

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const statusOf = async (path: string) => (await http(path)).status;
const comesTo = (path: string, status: number) =>
  until(
    `${path} answers ${status}`,
    () => statusOf(path),
    (found) => found === status,
  );

let made = 0;
/** A talent of this file's own, public, with three pictures. */
async function talentWithWork() {
  const name = `Undo ${Date.now().toString(36)}${(made += 1)}`;
  const who = { name, email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com` };
  await ok(who, 'completeOnboarding', {
    body: {
      kind: 'talent',
      name,
      category: 'photographer',
      city: 'baghdad',
      headline: 'Pictures',
      locale: 'en',
      timeZone: 'Asia/Baghdad',
      birthDate: '1994-05-17',
    },
  });
  await ok(who, 'createService', {
    body: {
      title: { en: 'Pictures' },
      price: { amount: 50_000, currency: 'IQD' },
      durationMinutes: 60,
      place: 'on_site',
    },
  });
  await ok(who, 'publishProfile');
  for (const [n, title] of ['One', 'Two', 'Three'].entries()) {
    const bytes = await files.png(300 + n, 200);
    const { id, upload } = await ok<Told>(who, 'announceWork', {
      body: { kind: 'image', type: 'image/png', size: bytes.byteLength },
    });
    await http(upload.url, { method: upload.method, headers: upload.headers, body: new Uint8Array(bytes) });
    await ok(who, 'completeWork', { params: { itemId: id }, body: {} });
    await ok(who, 'changeWork', { params: { itemId: id }, body: { title: { en: title } } });
  }
  return { who, ...(await ok<Portfolio>(who, 'getPortfolio')) };
}

test.each([
  ['en', desk],
  ['ar', phone],
] as const)('what was removed is put back where it was, in %s', async (locale, viewport) => {
  const { who, items, slug } = await talentWithWork();
  const second = items[1];
  const address = second?.media?.url ?? '';
  await comesTo(address, 200);
  const t = translator(locale, portfolioMessages[locale]);
  const context = await open(browser, { locale, viewport });
  await signIn(context, who);
  const page = await context.newPage();
  await page.goto(`/${locale}/profile/portfolio/`);
  const rows = page.getByRole('grid', { name: t('list') }).getByRole('row');
  const remove = page.getByRole('button', { name: t('remove', { name: 'Two' }), exact: true });
  await remove.click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('removeDo'), exact: true })
    .click();
  await page.getByText(t('removed', { name: 'Two' })).waitFor();
  await expect.poll(() => rows.count()).toBe(2);
  expect(await axe(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await shoot(page, `portfolio-removed-${locale}`);
  // its owner too
  await comesTo(address, 404);
  await until(
    'the page lets go of it',
    () => http(`/en/talents/${slug}/`),
    ({ text }) => !text.includes(second?.id ?? ''),
  );

  await page.getByRole('button', { name: t('undo'), exact: true }).click();
  await remove.waitFor();
  await expect.poll(() => page.getByRole('button', { name: t('undo'), exact: true }).count()).toBe(0);
  expect((await ok<Portfolio>(who, 'getPortfolio')).items.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  await comesTo(address, 200);
  await until(
    'the page shows it again',
    () => http(`/en/talents/${slug}/`),
    ({ text }) => text.includes(second?.id ?? 'nothing'),
  );
  // asked again it is there once, and nobody else puts anything back
  const params = { itemId: second?.id ?? '' };
  expect((await ok<Portfolio>(who, 'restoreWork', { params })).items).toHaveLength(3);
  await ok(who, 'removeWork', { params });
  const stranger = { clerkId: 'user_demo_talent_photographer' };
  expect((await call(stranger, 'restoreWork', { params })).status).toBe(404);
  expect((await call(null, 'restoreWork', { params })).status).toBe(401);
  await ok(who, 'unpublishProfile');
  expect(complaints.get(context)).toEqual([]);
  await context.close();
});

test('whoever deletes their account where people sign in leaves no page and no picture', async () => {
  const { who, items, slug } = await talentWithWork();
  const address = items[0]?.media?.url ?? '';
  const page = `/en/talents/${slug}/`;
  await comesTo(page, 200);
  await comesTo(address, 200);
  const { userId } = await ok<{ userId: string }>(who, 'getMe');
  await local('clerk/user.deleted', { clerkId: userId });
  await comesTo(page, 410);
  await comesTo(address, 404);
  expect((await call(null, 'getTalent', { params: { slug } })).status).toBe(404);
});
