import { describe, expect, test } from 'vitest';
import { VIEW_KEY } from '../simulator/shop.ts';
import { findLeaks } from './leaks.ts';
import { type Played, play } from './play.ts';

const SECRET_PART = 'simulated-secret';

/** What a run looks like that says this. */
async function saying(part: Partial<Played>): Promise<readonly string[]> {
  return findLeaks({ ...(await play('foreign-account')), ...part });
}

describe.concurrent('the search for secrets finds', () => {
  test.each([
    ['plain text', VIEW_KEY],
    ['a part of the key', SECRET_PART],
    ['base64', Buffer.from(VIEW_KEY).toString('base64')],
    ['base64 in the middle of a text', Buffer.from(`user:${VIEW_KEY}:x`).toString('base64')],
    ['base64url', Buffer.from(`??>${VIEW_KEY}`).toString('base64url')],
    ['hex', Buffer.from(VIEW_KEY).toString('hex').toUpperCase()],
  ])('%s', async (_, text) => {
    expect(await saying({ stdout: `a line with ${text} in it\n` })).not.toEqual([]);
    expect(await saying({ files: { 'report.json': text } })).not.toEqual([]);
    expect(await saying({ outputs: { reason: text } })).not.toEqual([]);
  });

  test('nothing in the command that registers a mask', async () => {
    expect(await saying({ stdout: `::add-mask::${VIEW_KEY}\n` })).toEqual([]);
  });
});
