import type { Heard } from './photos/rules/whatsapp.ts';

/** A message somebody did not ask for must be a template that WhatsApp has approved, in a language it was approved in. */
export type Template = {
  name: 'mawahib_photo_request' | 'mawahib_news' | 'mawahib_code';
  locale: 'en' | 'ar' | 'ckb' | 'fr';
  /** what stands in its blanks, in order */
  body: readonly string[];
  /** what its button adds to its address; for a code, the code */
  button: string;
};

/** A line to WhatsApp. Throws `RefusedForGood` when trying again is no use. */
export interface WhatsApp {
  sendTemplate(to: string, template: Template): Promise<{ messageId: string }>;
  /** only within a day of their last word to us */
  sendText(to: string, text: string, replyTo: string): Promise<{ messageId: string }>;
  /** What somebody sent, no more of it than this; null: it is not there (any more). */
  media(mediaId: string, most: number): Promise<Uint8Array | 'too_large' | null>;
  /** What to answer to whoever asks whether this address is ours; null: a stranger. */
  challenge(query: URLSearchParams): string | null;
  /** What was said to us, if the signature over these very bytes is WhatsApp's; null: it is not. */
  hear(raw: Uint8Array, signature: string | null): Heard[] | null;
}
