/** Escape sequences for a terminal; without colour the text stays as it is. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  underline(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
  cyan(text: string): string;
}

const ESCAPE = '\u001b';

/** Styles that colour, or that leave the text alone (NO_COLOR, files, pipes). */
export function createStyle(colour: boolean): Style {
  const paint = (on: number, off: number) => (text: string) =>
    colour && text !== '' ? `${ESCAPE}[${on}m${text}${ESCAPE}[${off}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    underline: paint(4, 24),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    cyan: paint(36, 39),
  };
}

const SEQUENCE = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');
/** Control characters but tab and line feed, and those that turn the direction of text. */
const CONTROL = /(?![\t\n])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const WIDE =
  /\p{Extended_Pictographic}\ufe0f|\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/gu;

/** Text that cannot move the cursor, clear the screen or turn its direction. */
export function plain(text: string): string {
  return text.replaceAll(CONTROL, '');
}

/** Columns that the text takes in a terminal. */
export function widthOf(text: string): number {
  return [...text.replaceAll(SEQUENCE, '').replaceAll(WIDE, '##')].length;
}

/** The text with spaces behind it, to that width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Lines no wider than `width`, broken at spaces; a word that is too long (a digest) is cut. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => cutWord(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cutWord(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  // A word is styled as a whole, so every piece of it is.
  const [start = '', end = ''] = word.match(SEQUENCE) ?? [];
  const letters = [...word.replaceAll(SEQUENCE, '')];
  const pieces = Math.ceil(letters.length / width);
  return Array.from({ length: pieces }, (_, index) => {
    const piece = letters.slice(index * width, (index + 1) * width).join('');
    return start + piece + end;
  });
}
