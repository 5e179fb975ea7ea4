import type { Played } from './play.ts';

const MASK = /^::add-mask::.*$/gm;

/** Where a secret came to light and in which form: `summary: base64 of secret 1`. Never the secret itself. */
export function findLeaks(played: Played): readonly string[] {
  const texts = Object.entries(readableTexts(played));
  return texts.flatMap(([place, text]) =>
    played.secrets.flatMap((secret, index) =>
      formsOf(secret)
        .filter(({ value }) => text.includes(value))
        .map(({ form }) => `${place}: ${form} of secret ${index + 1}`),
    ),
  );
}

/** Everything that the run wrote anywhere, before any mask is applied, and what it asked servers for. */
function readableTexts(played: Played): Readonly<Record<string, string>> {
  const { stdout, stderr, summary, outputs, annotations, files, workspaceFiles, requests } = played;
  return {
    // The command that registers a mask is the one place where a secret belongs.
    stdout: stdout.replaceAll(MASK, ''),
    stderr,
    summary,
    outputs: Object.values(outputs).join('\n'),
    annotations: annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
    files: Object.entries({ ...files, ...workspaceFiles })
      .flat()
      .join('\n'),
    requests: requests.map(({ path, body }) => `${path}\n${body}`).join('\n'),
  };
}

interface Form {
  readonly form: string;
  readonly value: string;
}

/** A secret, the part of a key that is one, and the forms in which either could be written by accident. */
export function formsOf(secret: string): readonly Form[] {
  return [secret, ...secret.split('.').slice(3)].flatMap((value) => {
    const bytes = Buffer.from(value);
    const hex = bytes.toString('hex');
    return [
      { form: 'plain text', value },
      { form: 'URI', value: encodeURIComponent(value) },
      { form: 'hex', value: hex },
      { form: 'hex', value: hex.toUpperCase() },
      ...[0, 1, 2].flatMap((shift) => base64Forms(bytes, shift)),
    ];
  });
}

/** As part of a longer text a value has three base64 forms; the letters that share bits with neighbours are left out. */
function base64Forms(bytes: Buffer, shift: number): readonly Form[] {
  const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  return [
    { form: 'base64', value: padded.toString('base64').slice(first, last) },
    { form: 'base64url', value: padded.toString('base64url').slice(first, last) },
  ];
}
