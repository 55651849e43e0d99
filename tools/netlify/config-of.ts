import ts from 'typescript';

/** A literal, read the way the packager reads it: without running anything. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };

function literal(node: ts.Expression, file: ts.SourceFile): Literal {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((element) => literal(element, file));
  if (ts.isObjectLiteralExpression(node))
    return Object.fromEntries(
      node.properties.map((property) => {
        if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name))
          throw new Error(
            `${file.fileName}: config is read without being run, so it must be a literal: ${property.getText(file)}`,
          );
        return [property.name.getText(file).replace(/^['"]|['"]$/g, ''), literal(property.initializer, file)];
      }),
    );
  throw new Error(`${file.fileName}: config is read without being run, so it must be a literal: ${node.getText(file)}`);
}

/** The `config` a function file exports; null when it exports none. */
export function configOf(path: string, text: string): { [key: string]: Literal } | null {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || !statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword))
      continue;
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.name.getText(file) !== 'config' || !declaration.initializer) continue;
      const value = literal(declaration.initializer, file);
      if (value === null || typeof value !== 'object' || Array.isArray(value))
        throw new Error(`${path}: config is not an object`);
      return value;
    }
  }
  return null;
}

export const list = (value: Literal | undefined): string[] =>
  value === undefined || value === null ? [] : (Array.isArray(value) ? value : [value]).map(String);
