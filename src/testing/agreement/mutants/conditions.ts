/** A stretch of text that is one condition, and what stands there. */
export type Stretch = { start: number; end: number; text: string };

const words =
  /\b(end (?:if|case|loop)|is (?:not )?(?:null|distinct from)|and|or|not|return|if|then|elsif|when|else|case|end|where|on|for|begin|loop|order|limit|from|union)\b|;/giy;
const compares = /(<=|>=|<>|[=<>]|\bis\s+(not\s+)?(null|distinct)\b|\bin\s*\(|\bany\s*\()/i;
const opens = new Set(['and', 'or', 'not', 'if', 'elsif', 'where', 'return', 'when', 'then', 'else', 'on', '(']);
const literal = /^(true|false|null|'[^']*'|\d+)$/i;
const statement = /^(select|perform|update|insert|delete|raise|array)\b/i;

/** Past a quoted text or a comment, if one begins here. */
function past(source: string, at: number): number {
  if (source[at] === "'") {
    let end = at + 1;
    while (end < source.length && source[end] !== "'") end += 1;
    return end + 1;
  }
  if (source.startsWith('--', at)) {
    const end = source.indexOf('\n', at);
    return end === -1 ? source.length : end;
  }
  return at;
}

function closing(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at += 1) {
    const next = past(source, at);
    if (next !== at) at = next - 1;
    else if (source[at] === '(') depth += 1;
    else if (source[at] === ')' && (depth -= 1) === 0) return at;
  }
  return source.length;
}

/** Every condition of a function's body, the ones within `exists (…)` and brackets too, each by itself. */
export function conditionsIn(source: string, from = 0, to = source.length, opener = ';'): Stretch[] {
  const found: Stretch[] = [];
  let opened = opener;
  let start = from;
  let plain = '';
  const take = (end: number) => {
    const raw = source.slice(start, end);
    const text = raw.trim();
    // what is assigned is no condition
    const held =
      opens.has(opened) && text !== '' && !text.includes(':=') && !literal.test(text) && !statement.test(text);
    // what a `when` or `then` names is a condition only if it compares; a bare bracket is looked into instead
    const asks =
      ['when', 'then', 'else', '('].includes(opened) || (opened === 'return' && !/^(app\.|exists)/.test(text))
        ? compares.test(plain)
        : !(text.startsWith('(') && closing(text, 0) === text.length - 1);
    if (held && asks) {
      const first = start + raw.indexOf(text);
      found.push({ start: first, end: first + text.length, text });
    }
  };
  for (let at = from; at < to; at += 1) {
    const next = past(source, at);
    if (next !== at) {
      if (source[at] === "'") plain += "''";
      at = next - 1;
      continue;
    }
    if (source[at] === '(') {
      const end = closing(source, at);
      const inside = conditionsIn(source, at + 1, end, '(');
      // a call's arguments are no conditions unless they are a query
      found.push(...inside);
      plain += '()';
      at = end;
      continue;
    }
    words.lastIndex = at;
    const within = source[at] !== ';' && /[\w.]/.test(source[at - 1] ?? ' ');
    const word = within ? null : words.exec(source);
    if (word && /^is /i.test(word[0])) {
      plain += word[0];
      at += word[0].length - 1;
      continue;
    }
    if (word) {
      take(at);
      opened = word[0].toLowerCase();
      at += word[0].length - 1;
      start = at + 1;
      plain = '';
      continue;
    }
    plain += source[at];
  }
  take(to);
  return found;
}
