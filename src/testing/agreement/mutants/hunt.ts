import pg from 'pg';
import type { TestDatabase } from '../../database.ts';
import { openCells } from '../../cells.ts';
import type { AgreementCell, CellKind, Rules } from '../cell.ts';
import { opening, seating } from '../people.ts';
import { cellsOf, databaseDisagrees, ruleDisagrees } from '../walk.ts';
import type { DatabaseMutant } from './of-database.ts';

const kept = new Map<CellKind, AgreementCell[]>();
/** The cells of a kind, what is near the plain case first: there most mutants are found. */
function cellsNearFirst(kind: CellKind): AgreementCell[] {
  let cells = kept.get(kind);
  if (!cells) kept.set(kind, (cells = [...cellsOf[kind]()].sort((a, b) => farness(a) - farness(b))));
  return cells;
}
/** Plans vary what few cells ask about: the plainest people first. */
const farness = ({ apart, actor }: AgreementCell): number =>
  apart + (/grace|lapsed|company|PRO|AGENCY/.test(actor.name) ? 1 : 0);

/** The first cell, not farther from the plain case than `most`, in which the changed database answers otherwise than the page; null: it lives. */
export async function huntInDatabase(
  database: TestDatabase,
  mutant: DatabaseMutant,
  most = Infinity,
): Promise<string | null> {
  await database.query(seating());
  await database.query(mutant.change);
  const cells = await openCells(database, opening);
  try {
    let last: string | null = null;
    for (const kind of mutant.asked) {
      for (const cell of cellsNearFirst(kind)) {
        if (farness(cell) > most) break;
        try {
          last = await databaseDisagrees(cells, cell);
        } catch (error) {
          if (error instanceof pg.DatabaseError && error.code === '57P01') throw error;
          last = `${cell.name}: ${String(error)}`;
        }
        if (last) return last;
      }
    }
    return null;
  } finally {
    await cells.close();
  }
}

/** The same of changed rules, against every cell. */
export function huntInRules(rules: Rules): string | null {
  for (const kind of Object.keys(cellsOf) as CellKind[]) {
    for (const cell of cellsNearFirst(kind)) {
      let said: string | null;
      try {
        said = ruleDisagrees(cell, rules);
      } catch (error) {
        said = `${cell.name}: ${String(error)}`;
      }
      if (said) return said;
    }
  }
  return null;
}
