/** Controls, format characters (bidi, zero-width) and whatever else a reader cannot see. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Enough to fill any cap after the invisible is gone, without walking through megabytes. */
const SLACK = 4_000;

/**
 * Text from a server or a user as one harmless line of at most `cap` code points (`…` marks a cut): nothing
 * invisible, no line breaks, and nothing that the Actions runner takes for a workflow command, which is `::` where
 * a line starts and `##[` anywhere. It is plain text still: Markdown and HTML escape it again.
 */
export function oneLine(text: string, cap = 200): string {
  const head = text.slice(0, cap * 4 + SLACK).toWellFormed();
  const flat = head.replace(/\s+/g, ' ').replace(INVISIBLE, '').replace(/ {2,}/g, ' ').trim();
  return capped(disarm(flat), cap, text.length > cap * 4 + SLACK);
}

/** A space in the middle is enough: the runner compares literally. */
function disarm(line: string): string {
  return line.replace(/^::/, ': :').replaceAll('##[', '## [');
}

function capped(line: string, cap: number, cut: boolean): string {
  const points = [...line];
  if (points.length <= cap && !cut) return line;
  return `${points
    .slice(0, Math.max(0, cap - 1))
    .join('')
    .trimEnd()}…`;
}
