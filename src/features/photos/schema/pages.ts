import type { LocalizedText } from '../../../core/locale.ts';

/* What the pages without script are drawn from. */

/** The page behind the link in a talent's mail. */
export type UploadPage = {
  id: string;
  k: string;
  service: LocalizedText;
  talent: { name: string; slug: string; published: boolean };
  askedBy: string;
  wish: string;
  expiresAt: string;
  /** how many more it takes; null: none, and `over` says why */
  left: number | null;
  over: 'closed' | 'too_late' | 'limit_reached' | null;
  /** photos this request has brought: shown, and waiting */
  photos: { shown: number; waiting: number };
  /** what became of those just sent; `refused` names each with its reason */
  sent: {
    shown: boolean;
    taken: number;
    known: number;
    refused: readonly { name: string; why: string }[];
    /** nothing was read at all */
    whole: 'too_heavy' | 'too_many' | 'none' | null;
  } | null;
};

/** The page that asks for more photos of a service. */
export type AskPage = {
  service: { id: string; title: LocalizedText };
  talent: { name: string; slug: string };
  signedIn: { name: string; email: string } | null;
  typed: { wish: string; senderName: string; senderEmail: string };
  problems: readonly ('wish' | 'senderName' | 'senderEmail')[];
  formToken: string;
  /** why it was not sent, in words */
  refusal: { title: string; detail: string } | null;
  done: 'asked' | 'known' | null;
};
