const most = 75;
const octets = new TextEncoder();

/**
 * Lines of a calendar file are at most 75 octets long (RFC 5545, 3.1) and no character is cut in two. Arabic needs two octets a
 * letter, so whoever counts characters writes lines that are too long.
 */
export function foldLines(text: string): string {
  const lines = text.replace(/\r\n[\t ]/g, '').split('\r\n');
  return lines
    .map((line) => {
      let folded = '';
      let used = 0;
      for (const sign of line) {
        const size = octets.encode(sign).length;
        if (used + size > most) {
          folded += '\r\n ';
          used = 1;
        }
        folded += sign;
        used += size;
      }
      return folded;
    })
    .join('\r\n');
}
