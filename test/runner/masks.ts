/** The values that a run must not show, in the forms in which the runner recognises them. */
export class Masks {
  readonly #values: string[] = [];
  readonly #forms = new Set<string>();

  /** The values as they were registered. */
  get values(): readonly string[] {
    return this.#values;
  }

  /** Registers a value, each of its lines, and their encoded forms. */
  add(value: string): void {
    this.#values.push(value);
    for (const part of [value, ...value.split(/[\r\n]+/)]) {
      for (const form of encode(part)) if (form !== '') this.#forms.add(form);
    }
  }

  /** The text with every form of every value shown as `***`; ranges that overlap become one. */
  apply(text: string): string {
    let shown = '';
    let end = 0;
    for (const [from, to] of this.#findRanges(text)) {
      if (from > end || (from === 0 && end === 0)) shown += `${text.slice(end, from)}***`;
      end = Math.max(end, to);
    }
    return shown + text.slice(end);
  }

  #findRanges(text: string): [number, number][] {
    const ranges: [number, number][] = [];
    for (const form of this.#forms) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
        ranges.push([at, at + form.length]);
      }
    }
    return ranges.sort((a, b) => a[0] - b[0]);
  }
}

/** Not masked, and so for the action to mind: base64url, hex, HTML entities, parts of a value. */
function encode(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((shift) => bytes.subarray(shift).toString('base64'));
  const xml = value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
  return [value, ...base64, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), xml];
}
