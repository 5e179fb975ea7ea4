/** What may stand before and behind a whole phrase. */
const BEFORE = /(?:^|[ (])$/;
const BEHIND = /^(?:$|[ ),;:]|\.(?: |$))/;

/** The pieces of a line around a phrase, wherever it stands as a whole: `app:1` is no part of `app:1.4`. */
export function splitAtPhrase(line: string, phrase: string): readonly string[] {
  if (phrase === '') return [line];
  const pieces: string[] = [];
  let start = 0;
  for (let at = line.indexOf(phrase); at !== -1; at = line.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    if (at < start || !BEFORE.test(line.slice(0, at)) || !BEHIND.test(line.slice(end))) continue;
    pieces.push(line.slice(start, at));
    start = end;
  }
  return [...pieces, line.slice(start)];
}
