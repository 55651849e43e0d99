import { AxeBuilder } from '@axe-core/playwright';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { origin, tokenOf, type Person } from './outside.ts';

/** A Chromium of the machine when `CHROME_PATH` names one, else the one `npm ci` brought. Root needs no sandbox flag of its own. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? (await sparticuz.executablePath()),
    args: ['--no-sandbox', '--use-angle=swiftshader', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}

export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };

export type Options = {
  locale?: string;
  viewport?: { width: number; height: number };
  dark?: boolean;
  timezoneId?: string;
  javaScriptEnabled?: boolean;
};

/** What went wrong on pages of this context, told at the end: a thrown error, a failed file, a word on the console. */
export const complaints = new WeakMap<BrowserContext, string[]>();

export async function open(
  browser: Browser,
  { locale = 'en', viewport = desk, dark = false, timezoneId = 'Asia/Baghdad', javaScriptEnabled = true }: Options = {},
) {
  const context = await browser.newContext({
    baseURL: origin(),
    locale: { ar: 'ar-IQ', ckb: 'ckb-IQ', fr: 'fr-FR' }[locale] ?? 'en-GB',
    viewport,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    timezoneId,
    javaScriptEnabled,
  });
  // what a busy machine may take; whatever is waited for is a fact
  context.setDefaultTimeout(60_000);
  const heard: string[] = [];
  complaints.set(context, heard);
  context.on('weberror', (error) => heard.push(`${error.error().message}`));
  context.on('console', (message) => {
    // A refusal the page shows on purpose is also a line on the console; the page's own words are asserted instead.
    if (
      message.type() === 'error' &&
      !/Failed to load resource: the server responded with a status of [45]\d\d/.test(message.text())
    )
      heard.push(`${message.page()?.url()}: ${message.text()}`);
  });
  return context;
}

/** The way a person of the demo signs in: the same request the sign-in page makes, cookies and all. */
export async function signIn(
  context: BrowserContext,
  who: Pick<Person, 'clerkId'> | { email: string; name: string },
): Promise<void> {
  const answer = await context.request.post('/__local/sign-in', {
    data: 'clerkId' in who ? { clerkId: who.clerkId } : who,
  });
  if (!answer.ok()) throw new Error(`sign-in answers ${answer.status()}: ${await answer.text()}`);
  // with it, somebody new is known to the house
  if ('email' in who) await tokenOf(who);
}

export type Finding = { rule: string; impact: string; help: string; where: string[] };

/**
 * Every finding, whatever its weight. What is well is not written down node by node, and the page is looked at in one go: it has no
 * frames, for whose sake the checker would otherwise open a second page and start there again. It finds the same in a fifth of the time.
 */
export async function axe(page: Page): Promise<Finding[]> {
  if (page.frames().length > 1) throw new Error(`${page.url()} has a frame, which axe would pass over`);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    // React Aria's announcer speaks by pointing at the busy button, and keeps the pointer for some seconds after the button is gone.
    .exclude('[data-live-announcer]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact: impact ?? 'minor',
    help,
    where: nodes
      .slice(0, 4)
      .map(
        (node) =>
          `${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.failureSummary?.replace(/\s+/g, ' ').slice(0, 240) ?? ''}`,
      ),
  }));
}

/** Nothing sticks out sideways: the page is never wider than the screen. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** An island has woken up when Astro took its `ssr` mark away. */
export const awake = (page: Page) => page.waitForFunction(() => !document.querySelector('astro-island[ssr]'));

export const shots = process.env.SHOTS;
export async function shoot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}
