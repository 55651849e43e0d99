import type { LocalizedText } from '../../../core/locale.ts';
import type { Conversation } from '../schema.ts';

/* What the pages without script are drawn from. */

/** The fields of a form as somebody typed them. */
export type AskTyped = {
  recipient: string;
  listing: string;
  subject: string;
  message: string;
  senderName: string;
  senderEmail: string;
  senderPhone: string;
};
export type FieldProblem = 'required' | 'too_long' | 'email' | 'phone';
export type AskedTalent = { id: string; name: string; slug: string | null };

/** "Check and send". */
export type CheckPage = {
  talent: AskedTalent;
  /** what it is about; null: a general question */
  about: LocalizedText | null;
  typed: AskTyped;
  problems: Partial<Record<keyof AskTyped, FieldProblem>>;
  /** as the talent will read it; null while something is missing */
  preview: { subject: string; message: string; masked: boolean } | null;
  signedIn: { name: string; email: string } | null;
  formToken: string;
  note: 'too_fast' | 'stale' | null;
};

export type SentPage = { talent: AskedTalent | null; confirmation: string };

/** A refusal in words, and where to go from here. `typed` gives back what was written. */
export type NoticePage = {
  title: string;
  detail: string;
  links: readonly { href: string; label: 'notice.back' | 'notice.signIn' | 'notice.plans' }[];
  typed: string | null;
};

/** What a link opens. */
export type ThreadPage = {
  conversation: Conversation;
  /** the clock its times are told by */
  timeZone: string;
  k: string;
  step: 'read' | 'not_me';
  done: 'sent' | null;
  formToken: string;
  refused: { detail: string; typed: string } | null;
};
