/** `1 image`, `3 images`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`; of more than `max` the first ones and how many follow. */
export function listed(names: readonly string[], max = 4): string {
  const shown = names.length > max ? names.slice(0, max - 1) : names;
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.at(-1) ?? '';
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${last}` : last;
}

/** The text with a capital letter in front, unless it begins with a name: `linux/arm64`, `harness-url`. */
export function capitalised(text: string): string {
  return text.replace(
    /^[a-z]+(?![^\s,.:;'’])/,
    (word) => word.slice(0, 1).toUpperCase() + word.slice(1),
  );
}

/** The text without full stops at its end, to go on after it. */
export function endless(text: string): string {
  return text.replace(/[.\s]+$/, '');
}
