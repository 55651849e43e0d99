// `node tools/screens/signed-in.ts http://localhost:8888 [words]`: every page behind the sign-in, as the demo person sees it
// whom it concerns, in four languages, on a phone and on a desk, by day and by night. A word may have choices: `390`,
// `en|ar`, `profile|admin*`. Told: what sticks out sideways, what axe would change, and what cannot be opened. The
// pictures are for looking at; they go where git does not look: tests/e2e/shots/studio.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import sparticuz from '@sparticuz/chromium';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { locales, type Locale } from '../../src/core/locale.ts';
import { people, roomsOf, type Found, type Room } from './rooms.ts';

const [origin = 'http://localhost:8888', ...wanted] = process.argv.slice(2);
const folder = join(new URL('../..', import.meta.url).pathname, 'tests/e2e/shots/studio');
mkdirSync(folder, { recursive: true });
const choices = wanted.map((word) => word.split('|'));
const isWanted = (...facts: [name: string, locale: string, size: string, scheme: string]) =>
  choices.every((any) =>
    any.some((one) => (one.endsWith('*') ? facts[0].startsWith(one.slice(0, -1)) : facts.includes(one))),
  );

async function tokenOf(clerkId: string): Promise<string> {
  const answer = await fetch(`${origin}/__local/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clerkId }),
  });
  return ((await answer.json()) as { token: string }).token;
}
async function ask<T>(who: string, path: string): Promise<T> {
  const answer = await fetch(`${origin}/api/${path}`, { headers: { authorization: `Bearer ${await tokenOf(who)}` } });
  if (!answer.ok) throw new Error(`/api/${path} answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as T;
}
type List<T> = { items: T[] };

async function find(): Promise<Found> {
  const talent = await ask<{ slug: string; services: { id: string }[] }>(people.talent, 'profile');
  const threads = await ask<List<{ id: string }>>(people.customer, 'threads');
  const payments = await ask<List<{ paymentId: string; document: { id: string } | null }>>(people.customer, 'payments');
  const operators = await ask<List<{ paymentId: string }>>(people.operator, 'admin/payments');
  const mail = (await (await fetch(`${origin}/__local/mail`)).json()) as { html?: string; text?: string }[];
  const link = mail
    .map(({ html = '', text = '' }) => /\/guardian\/([\w-]{20,100})/.exec(text + html)?.[1])
    .find((token) => token !== undefined);
  return {
    slug: talent.slug,
    serviceId: talent.services[0]?.id ?? '',
    threadId: threads.items[0]?.id ?? '',
    paymentId: payments.items[0]?.paymentId ?? '',
    documentId: payments.items.find(({ document }) => document)?.document?.id ?? '',
    operatorPaymentId: operators.items[0]?.paymentId ?? '',
    guardianLink: link ? `guardian/${link}` : null,
  };
}

// The structure is the same in every language and width: axe looks where letters, direction and colours differ.
const isForAxe = (file: string) => /-(en-390-light|ar-390-dark)$/.test(file);

let signed = '';
async function enter(context: BrowserContext, who: string, file: string): Promise<void> {
  if (signed === who && !who.startsWith('new-')) return;
  const isNew = who.startsWith('new-');
  const answer = await context.request.post(`${origin}/__local/sign-in`, {
    data: isNew ? { email: `${file}@example.com`.toLowerCase(), name: 'Noor Salman' } : { clerkId: who },
  });
  if (!answer.ok()) throw new Error(`sign-in as ${who} answers ${answer.status()}`);
  signed = who;
}

async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor({ state: 'attached', timeout: 20_000 });
  await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'), null, {
    timeout: 20_000,
  });
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  await page.evaluate(async () => {
    // pictures that wait for being scrolled to would be grey in a photograph of the whole page
    for (const image of document.images) image.loading = 'eager';
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  });
}

async function look(page: Page, room: Room, locale: Locale, file: string): Promise<void> {
  await page.goto(`${origin}/${locale}/${room.path}`, { waitUntil: 'load' });
  await settled(page);
  if (room.act) {
    await room.act(page, locale);
    await settled(page);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) console.log(`${file}: ${wide} px wider than the screen`);
  await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
  if (!isForAxe(file)) return;
  const { violations } = await new AxeBuilder({ page })
    .exclude('[data-live-announcer]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  for (const { id, nodes } of violations)
    console.log(`${file}: axe ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

const rooms = Object.entries(roomsOf(await find()));
const sizes = [
  { name: '390', viewport: { width: 390, height: 844 } },
  { name: '1280', viewport: { width: 1280, height: 900 } },
];
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? (await sparticuz.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
});
let count = 0;
for (const { name: size, viewport } of sizes)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const locale of locales) {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        reducedMotion: 'reduce',
        timezoneId: 'Asia/Baghdad',
        locale: { ar: 'ar-IQ', ckb: 'ckb-IQ', fr: 'fr-FR', en: 'en-GB' }[locale],
      });
      signed = '';
      for (const [name, room] of rooms) {
        const file = `${name}-${locale}-${size}-${colorScheme}`;
        if (!isWanted(name, locale, size, colorScheme)) continue;
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        page.on('pageerror', (error) => console.log(`${file}: ${error.message}`));
        // one page that cannot be opened must not hide the others
        try {
          await enter(context, room.who, file);
          await look(page, room, locale, file);
          count += 1;
        } catch (error) {
          console.log(`${file}: cannot be looked at: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
          await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true }).catch(() => undefined);
        }
        await page.close({ runBeforeUnload: false });
      }
      await context.close();
    }
await browser.close();
console.log(`${count} pages looked at: ${folder}`);
