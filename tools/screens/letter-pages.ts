// The pages a letter leads to: an inquiry from its form to its answer, a guardian's consent, photos somebody asked for,
// the end of a kind of mail. Each is reached as people reach it, so the stack is written to: this is for a stack of one's own.
import type { Page } from 'playwright-core';
import type { Locale } from '../../src/core/locale.ts';

type Letter = { links: string[]; text: string };
type Card = { slug: string };
type Full = Card & { id: string; inquiriesFrom: string; services: { id: string }[] };

export async function letterPages(
  page: Page,
  origin: string,
  locale: Locale,
  shoot: (name: string) => Promise<void>,
): Promise<void> {
  const post = async (path: string, body: unknown, token?: string): Promise<unknown> => {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  };
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${origin}${path}`)).json()) as T;
  const advance = (by: string) => post('/__local/clock', { advance: by });
  /** A letter's link, once the outbox has been carried out. */
  const linkTo = async (email: string, part: string): Promise<string> => {
    for (let tries = 0; tries < 20; tries += 1) {
      await post('/__local/jobs/clock-outbox', {});
      const letters = await get<Letter[]>(`/__local/mail?to=${encodeURIComponent(email)}`);
      const link = letters.flatMap(({ links }) => links).find((one) => one.includes(part));
      if (link) return new URL(link).pathname + new URL(link).search;
    }
    throw new Error(`no letter to ${email} leads to ${part}`);
  };
  const in_ = (path: string) => path.replace(/^\/(en|ar|ckb|fr)\//, `/${locale}/`);
  const mine = `${Date.now()}`;

  await advance('P1D');
  const { items } = await get<{ items: Card[] }>('/api/talents?limit=20');
  const talents = await Promise.all(items.map(({ slug }) => get<Full>(`/api/talents/${slug}`)));
  const talent = talents.find(({ inquiriesFrom, services }) => inquiriesFrom === 'everyone' && services.length > 0);
  if (!talent) throw new Error('nobody takes questions');
  const words = {
    en: 'Do you come to Erbil?',
    ar: 'هل تأتون إلى أربيل؟',
    ckb: 'دێن بۆ هەولێر؟',
    fr: 'Venez-vous à Erbil ?',
  };

  await page.goto(`/${locale}/talents/${talent.slug}/`);
  await page.locator('li details > summary').first().click();
  const form = page.locator('li details form').first();
  await form.scrollIntoViewIfNeeded();
  await shoot('ask-form');
  await form.locator('[name=senderName]').fill('Layla Hassan');
  await form.locator('[name=senderEmail]').fill(`${mine}-layla@example.com`);
  await form.locator('[name=subject]').fill(words[locale]);
  await form.locator('[name=message]').fill(`${words[locale]}\n0770 123 4567`);
  await form.locator('button').click();
  await page.waitForLoadState('networkidle');
  await shoot('ask-check');
  await advance('PT10S');
  await page.locator('section button[type=submit]').first().click();
  await page.waitForLoadState('networkidle');
  await shoot('ask-sent');
  const inquiry = await linkTo(`${mine}-layla@example.com`, '/inquiry/');
  await page.goto(inquiry);
  await shoot('ask-read');
  await page.goto(`${inquiry}&step=not-me`);
  await shoot('ask-not-me');

  const signedIn = (await post('/__local/sign-in', { email: `${mine}-yusuf@example.com`, name: 'Yusuf' })) as {
    token: string;
  };
  await post(
    '/api/me/onboarding',
    {
      kind: 'talent',
      name: 'Yusuf',
      locale,
      timeZone: 'Asia/Baghdad',
      category: 'dancer',
      city: 'baghdad',
      headline: 'Modern dance',
      birthDate: `${new Date().getFullYear() - 15}-01-01`,
      guardian: { name: 'Um Yusuf', email: `${mine}-guardian@example.com` },
    },
    signedIn.token,
  );
  await page.goto(in_(await linkTo(`${mine}-guardian@example.com`, '/guardian/')));
  await shoot('guardian');
  await page.locator('main form button').first().click();
  await page.waitForLoadState('networkidle');
  await shoot('guardian-given');
}
