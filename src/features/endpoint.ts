import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as z from 'zod';
import { and, eq } from 'drizzle-orm';
import { AppError, errorCodes } from '../core/errors.ts';
import { idempotencyKeys } from '../db/schema/operations.ts';
import type { Door, Tx } from '../db/client.ts';
import { actorOf, userDoor, type Ctx } from './ctx.ts';

export type AppEnv = { Bindings: { ctx: Ctx } };

export const ctxOf = (c: Context<AppEnv>): Ctx => c.env.ctx;

/** A rule of our own names its problem; the library's have the library's names. */
const codeOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'custom' && typeof issue.params?.['problem'] === 'string' ? issue.params['problem'] : issue.code;

/** Field problems by path, as codes a form can translate. */
function fieldsOf(error: z.core.$ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    // what nobody knows is named, not what it stands in
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) (fields[path.join('.') || '_'] ??= []).push(codeOf(issue));
  }
  return fields;
}

/** A route table that refuses malformed input in one way: an unreadable id is an unknown one. */
export const api = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return undefined;
      if (result.target === 'param') throw new AppError('not_found');
      throw new AppError('invalid', { fields: fieldsOf(result.error) });
    },
  });

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(errorCodes),
    action: z.string().optional(),
    upgradeUrl: z.string().optional(),
    feature: z.string().optional(),
    fields: z.record(z.string(), z.array(z.string())).optional(),
    requestId: z.string(),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem document with our code, a sentence in the reader’s language and a next step',
  });

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemShape } },
});

/** The refusals of an endpoint, by status, naming the codes: `refusals({ 409: ['slot_taken'] })`. */
export function refusals<Status extends number>(codes: Record<Status, readonly (typeof errorCodes)[number][]>) {
  return Object.fromEntries(
    Object.entries<readonly string[]>(codes).map(([status, list]) => [status, refusal(list.join(', '))]),
  ) as Record<Status, ReturnType<typeof refusal>>;
}

/** For `request.body` of a route: JSON, required, with an example the named demo person may send as it stands. */
export const jsonBody = <Shape extends z.ZodType>(schema: Shape) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

export const jsonAnswer = <Shape extends z.ZodType>(description: string, schema: Shape) => ({
  description,
  content: { 'application/json': { schema } },
});

export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'the same key gives the same answer for 72 hours' }),
});

const digest = async (text: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');

export type Once<Shape extends z.ZodType> = {
  operation: string;
  key: string | undefined;
  input: unknown;
  answer: Shape;
};

/**
 * A write in one transaction of the caller's door. With a key, the answer is kept beside the change:
 * two equal calls wait for each other in Postgres and say the same; a refusal leaves no trace, so it is judged anew.
 */
export async function writeOnce<Shape extends z.ZodType>(
  ctx: Ctx,
  once: Once<Shape>,
  work: (tx: Tx) => Promise<z.input<Shape>>,
  door: Door = userDoor(ctx),
): Promise<z.output<Shape>> {
  if (once.key === undefined) return door.write(async (tx) => once.answer.parse(await work(tx)));
  const { userId } = actorOf(ctx);
  const mine = { userId, operation: once.operation, key: once.key };
  const requestHash = await digest(JSON.stringify(once.input));
  return door.write(async (tx) => {
    const [first] = await tx
      .insert(idempotencyKeys)
      .values({ ...mine, requestHash })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    const same = and(
      eq(idempotencyKeys.userId, userId),
      eq(idempotencyKeys.operation, mine.operation),
      eq(idempotencyKeys.key, mine.key),
    );
    if (!first) {
      const [kept] = await tx.select().from(idempotencyKeys).where(same);
      if (!kept || kept.requestHash !== requestHash) throw new AppError('idempotency_mismatch');
      // done before, and in the log since then
      if (ctx.actor?.member?.deed) ctx.actor.member.deed.kept = true;
      return once.answer.parse(JSON.parse(kept.body ?? 'null'));
    }
    const answer = once.answer.parse(await work(tx));
    await tx
      .update(idempotencyKeys)
      .set({ status: 200, body: JSON.stringify(answer) })
      .where(same);
    return answer;
  });
}

/**
 * A verb bound to its route: one transaction, and with a key the same answer once. The input is what the contract parsed,
 * the operation is the route's own name.
 */
export const once =
  <Input, Answer extends z.ZodType>(
    route: { operationId?: string | undefined },
    answer: Answer,
    verb: (ctx: Ctx, tx: Tx, input: Input) => Promise<z.input<Answer>>,
  ) =>
  (c: Context<AppEnv>, input: Input): Promise<z.output<Answer>> => {
    const ctx = ctxOf(c);
    const key = c.req.header('idempotency-key');
    return writeOnce(ctx, { operation: route.operationId ?? '', key, input, answer }, (tx) => verb(ctx, tx, input));
  };

const onceThrough =
  (purpose: string) =>
  <Input, Answer extends z.ZodType>(
    route: { operationId?: string | undefined },
    answer: Answer,
    verb: (ctx: Ctx, tx: Tx, input: Input) => Promise<z.input<Answer>>,
  ) =>
  (c: Context<AppEnv>, input: Input): Promise<z.output<Answer>> => {
    const ctx = ctxOf(c);
    actorOf(ctx);
    const operation = route.operationId ?? '';
    const key = c.req.header('idempotency-key');
    const door = ctx.doors.asSystem(`${purpose}: ${operation}`);
    return writeOnce(ctx, { operation, key, input, answer }, (tx) => verb(ctx, tx, input), door);
  };

/** The same through the system's door, for what an operator does about money. The verb asks first whether it is one. */
export const onceAsOperator = onceThrough('operator');

/** The same for what moves credits, which nobody's own door may write. The verb judges whoever asks, policies do not. */
export const onceAsSystem = onceThrough('system');
