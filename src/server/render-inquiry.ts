/** The pages of an inquiry, which only functions have: between writing and sending, sent, refused, and what a link opens. */
import type { Locale } from '../core/locale.ts';
import type { CheckPage, NoticePage, SentPage, ThreadPage } from '../features/inquiries/schema/pages.ts';
import InquiryCheck from '../views/InquiryCheck.astro';
import InquiryNotice from '../views/InquiryNotice.astro';
import InquirySent from '../views/InquirySent.astro';
import InquiryThread from '../views/InquiryThread.astro';
import { page } from './page.ts';

type Page = { site: string; locale: Locale };

export const renderCheck = ({ site, ...props }: Page & { check: CheckPage }): Promise<string> =>
  page(site, InquiryCheck, props);

export const renderSent = ({ site, ...props }: Page & { sent: SentPage }): Promise<string> =>
  page(site, InquirySent, props);

export const renderNotice = ({ site, ...props }: Page & { notice: NoticePage }): Promise<string> =>
  page(site, InquiryNotice, props);

export const renderGone = ({ site, ...props }: Page): Promise<string> =>
  page(site, InquiryNotice, { ...props, notice: null });

export const renderThread = ({ site, ...props }: Page & { thread: ThreadPage }): Promise<string> =>
  page(site, InquiryThread, props);
