/** What WhatsApp said, as far as we keep it. */
export type Heard =
  | {
      is: 'status';
      messageId: string;
      status: 'sent' | 'delivered' | 'read' | 'failed';
      /** of a failure: in a word, and whether it speaks of the number itself */
      why: string | null;
      isNumber: boolean;
    }
  | {
      is: 'message';
      messageId: string;
      /** E.164 */
      from: string;
      kind: string;
      mediaId: string | null;
      /** the message it answers */
      replyTo: string | null;
    };

/** One thing said is taken once, however often it is told. */
export const noticeKey = (heard: Heard): string =>
  heard.is === 'status' ? `status:${heard.messageId}:${heard.status}` : `message:${heard.messageId}`;

export const noticeStates = ['waiting', 'done', 'ignored', 'failed'] as const;
export type NoticeState = (typeof noticeStates)[number];
export const noticeLimits = {
  /** a status may come before we have written down what we sent; a medium may not be there yet */
  tries: 8,
  life: 30 * 86_400_000,
} as const;
/** 1, 2, 4 … minutes, at most an hour. */
export const noticeRetry = (attempts: number): number => Math.min(60_000 * 2 ** Math.max(0, attempts - 1), 3_600_000);
