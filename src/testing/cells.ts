import pg from 'pg';
import type { TestDatabase } from './database.ts';

export type Cell = {
  /** as the superuser, before; several statements may stand in one text when they have no values */
  arrange: readonly [string, unknown[]][];
  role: 'app_visitor' | 'app_user' | 'app_system';
  /** the Clerk id, if any */
  as: string | null;
  ask: readonly [string, unknown[]];
  /** the digest of the link somebody came by */
  link?: string | undefined;
  /** the agent's key they came by */
  agent?: string | undefined;
  /** which contexts of messaging the deploy has; all, unless said otherwise */
  policy?: string | undefined;
};
export type CellAnswer =
  { rows: Record<string, unknown>[]; count: number } | { refused: string; message: string; arranged: boolean };

/**
 * Asks the database thousands of small questions under different people's roles, over one connection: each cell is its own
 * transaction and leaves nothing behind. Answers the rows and how many were touched, or the SQLSTATE of the refusal
 * and whether it came to the question at all.
 */
export async function openCells(database: Pick<TestDatabase, 'superUrl'>, now: Date) {
  const client = new pg.Client({ connectionString: database.superUrl });
  await client.connect();
  const cells = {
    /** Rows alone, or the SQLSTATE alone. */
    async cell(question: Cell): Promise<{ rows: Record<string, unknown>[] } | { refused: string }> {
      const answer = await cells.ask(question);
      return 'rows' in answer ? { rows: answer.rows } : { refused: answer.refused };
    },
    async ask({ arrange, role, as, ask: question, link, agent, policy = '' }: Cell): Promise<CellAnswer> {
      let arranged = false;
      try {
        const claims = { ...(as === null ? {} : { sub: as }), ...(link && { link }), ...(agent && { agent }) };
        const [claimed, at, site] = [JSON.stringify(claims), now.toISOString(), policy].map((text) =>
          client.escapeLiteral(text),
        );
        const enter = `select set_config('role', '${role}', true), set_config('request.jwt.claims', ${claimed}, true), set_config('app.now', ${at}, true),
          set_config('app.messaging_policy', ${site}, true)`;
        // thousands of cells: what can go in one message does
        const plain = arrange.every(([, values]) => values.length === 0);
        if (plain) await client.query(['begin', ...arrange.map(([statement]) => statement), enter].join(';\n'));
        else {
          await client.query('begin');
          for (const [statement, values] of arrange) await client.query(statement, values);
          await client.query(enter);
        }
        arranged = true;
        const { rows, rowCount } = await client.query<Record<string, unknown>>(question[0], [...question[1]]);
        return { rows, count: rowCount ?? 0 };
      } catch (error) {
        if (error instanceof pg.DatabaseError && error.code)
          return { refused: error.code, message: error.message, arranged };
        throw error;
      } finally {
        await client.query('rollback');
      }
    },
    close: () => client.end(),
  };
  return cells;
}
export type Cells = Awaited<ReturnType<typeof openCells>>;
