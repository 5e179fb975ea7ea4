import { expect, it } from 'vitest';
import { EXCEPTIONS } from './message-exceptions.ts';
import { readMessages, readsLikeMessage, speaksOf } from './messages.ts';
import { readText } from './pages.ts';

const page = await readText('docs/troubleshooting.md');
const headings = [...page.matchAll(/^### `(.+)`$/gm)].map(([, phrase = '']) => phrase);
const phrases = [...headings, ...[...page.matchAll(/^> - `(.+)`$/gm)].map(([, text = '']) => text)];
const messages = await readMessages();
const exceptions = Object.values(EXCEPTIONS).flat();

it('finds the messages of the code', () => {
  const texts = messages.map(({ text }) => text);
  expect(texts).toContain(
    'harness-project is given without harness-org: set both, or leave both out',
  );
  expect(texts).toContain(
    'the account has … registries named …: …; set harness-org and harness-project to the one that is meant',
  );
  expect(messages.filter(readsLikeMessage).length).toBeGreaterThan(200);
});

it('has an entry for every message, by its own words', () => {
  const missing = messages
    .filter(readsLikeMessage)
    .filter(({ text }) => !exceptions.includes(text))
    .filter(({ text }) => !phrases.some((phrase) => speaksOf(phrase, text)));
  expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

it('has no entry for words that no message has any more', () => {
  const stale = phrases.filter((phrase) => !messages.some(({ text }) => speaksOf(phrase, text)));
  expect(stale).toEqual([]);
});

it('makes no exception that nobody needs', () => {
  const texts = new Set(messages.map(({ text }) => text));
  const idle = exceptions.filter(
    (text) => !texts.has(text) || phrases.some((phrase) => speaksOf(phrase, text)),
  );
  expect(idle).toEqual([]);
});

it('says in every entry what it means or what to change', () => {
  const entries = page.split(/^### /m).slice(1);
  const empty = entries.filter((entry) => !/^- \*\*(?:Means|Change)\*\* \S/m.test(entry));
  expect(empty.map((entry) => entry.split('\n', 1)[0])).toEqual([]);
  expect(new Set(headings).size).toBe(entries.length);
});
