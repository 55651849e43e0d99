import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { Rules } from '../cell.ts';

const house = path.resolve(import.meta.dirname, '../../../..');
const messaging = 'src/features/messaging';
const requests = 'src/features/requests';

/** The rules of sending and reading, function by function; filing and moving have tables of their own. */
const judged: Record<string, readonly string[]> = {
  [`${messaging}/rules/can-message.ts`]: ['standing', 'begins', 'canMessage', 'canRead'],
  [`${messaging}/rules/inquiries.ts`]: ['canAsk', 'canMessageInInquiry'],
  [`${messaging}/rules/contacts.ts`]: ['mayAskAgain', 'asIfNotBlocked', 'canStartContact', 'canMessageInContact'],
  [`${messaging}/rules/requests.ts`]: ['canPostInRequest', 'canReadRequestThread', 'canHear'],
  [`${requests}/rules.ts`]: ['isOpen', 'canUnlock', 'canPropose'],
  [`${messaging}/rules.ts`]: ['bookingTalk', 'canMessageInBooking'],
};

export type RuleMutant = { name: string; file: string; source: string };

/** Each `if (…) return …` taken out, each choice between two answers made for good. */
export async function ruleMutants(): Promise<RuleMutant[]> {
  const mutants: RuleMutant[] = [];
  for (const [file, names] of Object.entries(judged)) {
    const source = await readFile(path.join(house, file), 'utf8');
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    const missing = new Set(names);
    const named = new Map<string, number>();
    const add = (node: ts.Node, what: string, instead: string) => {
      const nth = (named.get(what) ?? 0) + 1;
      named.set(what, nth);
      mutants.push({
        name: `${path.basename(file)}: ${what}${nth > 1 ? ` (${nth})` : ''}`,
        file,
        source: source.slice(0, node.getStart()) + instead + source.slice(node.getEnd()),
      });
    };
    const brief = (node: ts.Node) => node.getText().replace(/\s+/g, ' ').slice(0, 100);
    const look = (node: ts.Node): void => {
      if (ts.isIfStatement(node)) add(node, `without: ${brief(node)}`, '');
      if (ts.isConditionalExpression(node)) {
        add(node, `always: ${brief(node.whenTrue)}`, `(${node.whenTrue.getText()})`);
        add(node, `always: ${brief(node.whenFalse)}`, `(${node.whenFalse.getText()})`);
      }
      if (
        ts.isBinaryExpression(node) &&
        [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken].includes(node.operatorToken.kind)
      ) {
        add(node, `only: ${brief(node.left)}`, `(${node.left.getText()})`);
        add(node, `only: ${brief(node.right)}`, `(${node.right.getText()})`);
      }
      ts.forEachChild(node, look);
    };
    for (const node of tree.statements) {
      const name = ts.isFunctionDeclaration(node)
        ? node.name?.text
        : ts.isVariableStatement(node)
          ? node.declarationList.declarations[0]?.name.getText()
          : undefined;
      if (name === undefined || !missing.delete(name)) continue;
      look(node);
    }
    if (missing.size > 0) throw new Error(`${file} has no ${[...missing].join(', ')} any more`);
  }
  return mutants;
}

/** The rules of a copy of the house in which one file reads otherwise. */
export async function loadMutant(mutant: RuleMutant): Promise<Rules> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mawahib-mutant-'));
  try {
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
    for (const part of ['src/core', `${messaging}/rules`, `${messaging}/rules.ts`, `${requests}/rules.ts`]) {
      await mkdir(path.dirname(path.join(folder, part)), { recursive: true });
      await cp(path.join(house, part), path.join(folder, part), { recursive: true });
    }
    await writeFile(path.join(folder, mutant.file), mutant.source);
    const parts = await Promise.all(
      Object.keys(judged).map((file): Promise<Partial<Rules>> => import(pathToFileURL(path.join(folder, file)).href)),
    );
    // all of them together are what the names of the files promise
    return Object.assign({}, ...parts) as Rules;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
