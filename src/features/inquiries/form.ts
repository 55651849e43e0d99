import { timingSafeEqual } from 'node:crypto';
import type { Ctx } from '../ctx.ts';
import { formLimits, judgeForm, type FormVerdict } from './rules/form.ts';

/** The id of a form: made when it is given out, so its first 48 bits say when; whatever comes of the form has this id. */
function formId(at: Date): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const stamp = BigInt(at.getTime());
  for (let index = 0; index < 6; index += 1) bytes[index] = Number((stamp >> BigInt(40 - 8 * index)) & 0xffn);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const issuedAt = (id: string): Date => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));

/** A word that only this site can have given out, good for one sending. */
export function issueForm(ctx: Ctx): { formToken: string; notBefore: string; expiresAt: string } {
  const id = formId(ctx.now);
  const at = (after: number) => new Date(ctx.now.getTime() + after).toISOString();
  return {
    formToken: `${id}.${ctx.ports.secretFor('form', id)}`,
    notBefore: at(formLimits.least),
    expiresAt: at(formLimits.most),
  };
}

/** The id of a form that this site gave out, and whether now is the time to send it; null: nobody's. */
export function readForm(ctx: Ctx, token: string | undefined): { id: string; verdict: FormVerdict } | null {
  const [, id, proof] =
    /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.([\w-]{20,})$/.exec(token ?? '') ?? [];
  if (!id || !proof) return null;
  const mine = Buffer.from(ctx.ports.secretFor('form', id));
  const theirs = Buffer.from(proof);
  if (mine.length !== theirs.length || !timingSafeEqual(mine, theirs)) return null;
  return { id, verdict: judgeForm(issuedAt(id), ctx.now) };
}
