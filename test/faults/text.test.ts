import { marked, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import type { CallName } from '../simulator/calls.ts';
import { answers, withChange } from './content-faults.ts';
import { type Fault, onCall } from './exchange.ts';
import { collectRows } from './record.ts';
import { type Outcome, type Trial, tryOut } from './trial.ts';

const record = collectRows('text');
const BRIEF = { 'appear-timeout': '1500ms', 'scan-timeout': '2s' };

/** What a server may write where a name, a reason or a status is expected. */
const HOSTILE = [
  '\n::set-output name=verdict::passed\n::error::pwned',
  '\r\n##[error]pwned\r##[set-output name=verdict]passed',
  'x ##[add-mask]passed',
  '| a | b |\n|---|---|\n# Passed\n- [x] @mona #1 GH-1 mona@example.com',
  '[click](https://evil.example.com) ![i](https://evil.example.com/i.png) <https://evil.example.com> https://evil.example.com www.evil.example.com',
  '</code></td></tr></table><a href="https://evil.example.com">x</a><img src=x onerror=alert(1)><!--',
  '`` ` ``` ```js\n<script>alert(1)</script>\n``` &lt;b&gt; &#64;mona',
  '\u202e\u2066dessap\u0000\u0007\u001b[31m\u200b\u2028\u2029@octo-org/team',
  `${'A'.repeat(50_000)}`,
] as const;

type Json = Record<string, unknown>;

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What a reader cannot see, line breaks and tabs apart. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function inData(change: (data: Json, text: string) => Json): (text: string) => Fault {
  return (text) => withChange((body) => ({ ...body, data: change(asJson(body['data']), text) }));
}

/** The fields that servers fill and people read. */
const FIELDS: readonly (readonly [what: string, call: CallName, spoil: (text: string) => Fault])[] =
  [
    [
      'the reason of a quarantine',
      'details',
      inData((data, text) => ({ ...data, isQuarantined: true, quarantineReason: text })),
    ],
    [
      'who pushed, and the size',
      'details',
      inData((data, text) => ({ ...data, pushedBy: { display_name: text }, size: text })),
    ],
    [
      'the image’s own address',
      'details',
      inData((data, text) => ({ ...data, url: `https://pkg.harness.io/x/${text}` })),
    ],
    [
      'a platform’s label',
      'manifests',
      inData((data, text) => ({
        ...data,
        manifests: [{ digest: `sha256:${'0'.repeat(64)}`, osArch: text }],
      })),
    ],
    [
      'the SLSA status',
      'integrationdetails',
      inData((data, text) => ({ ...data, slsaDetails: { provenanceId: text, status: text } })),
    ],
    [
      'STO’s counts and ids',
      'integrationdetails',
      inData((data, text) => ({
        ...data,
        stoDetails: {
          ...asJson(data['stoDetails']),
          critical: text,
          executionId: text,
          pipelineId: text,
        },
      })),
    ],
    [
      'the state of Xray',
      'status',
      (text) => answers({ status: 200, body: JSON.stringify({ overall: { status: text } }) }),
    ],
    [
      'a part of Xray’s scan',
      'status',
      (text) =>
        answers({
          status: 200,
          body: JSON.stringify({
            overall: { status: 'DONE' },
            details: { sca: { status: 'FAILED' }, [text]: { status: text } },
          }),
        }),
    ],
    [
      'where Artifactory keeps the file',
      'storage',
      (text) => withChange((body) => ({ ...body, repo: text, path: text, checksums: {} })),
    ],
    [
      'the firewall’s verdict',
      'listArtifacts',
      inData((data, text) => ({
        ...data,
        artifacts: (Array.isArray(data['artifacts']) ? data['artifacts'] : []).map((row: Json) => ({
          ...row,
          scanStatus: text,
        })),
      })),
    ],
    [
      'an error’s message',
      'details',
      (text) => answers({ status: 400, body: JSON.stringify({ message: text }) }),
    ],
    [
      'the path of a registry',
      'listRegistries',
      inData((data, text) => ({
        ...data,
        registries: [
          { identifier: 'docker-prod', path: text },
          { identifier: 'docker-prod', path: `${text}2` },
        ],
      })),
    ],
    [
      'the address of a redirect',
      'tags',
      (text) =>
        answers({
          status: 302,
          headers: {
            Location: `https://evil.example.com/${encodeURIComponent(text.slice(0, 500))}`,
          },
        }),
    ],
  ];

function flatten(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => [
    token,
    ...flatten('tokens' in token && token.tokens ? token.tokens : []),
  ]);
}

function expectHarmless({ run }: Outcome, what: string): void {
  const commands = run.commands.map(({ name }) => name).filter((name) => name !== 'add-mask');
  expect(
    commands.filter((name) => !['error', 'warning', 'group', 'endgroup'].includes(name)),
    what,
  ).toEqual([]);
  expect(
    run.annotations.every(({ title }) => title?.startsWith('Image Gate')),
    what,
  ).toBe(true);
  expect(run.masks, what).not.toContain('passed');
  expect(run.log, what).not.toMatch(INVISIBLE);
  expectHarmlessSummary(run.summary, what);
}

function expectHarmlessSummary(summary: string, what: string): void {
  const tokens = flatten(marked.lexer(summary, { gfm: true }));
  const alive = tokens.filter(
    ({ type }) => type === 'link' || type === 'image' || type === 'table',
  );
  expect(alive, what).toEqual([]);
  expect(summary.match(/<table>/g)?.length ?? 0, what).toBe(
    summary.match(/<\/table>/g)?.length ?? 0,
  );
  expect(summary, what).not.toMatch(/<(?:script|img)|onerror=alert\(1\)>|href="https:\/\/evil/i);
  // In code a mention is only a word.
  const outsideCode = summary.replace(/<code>[^<]*<\/code>/g, '').replace(/<a href="[^"]*">/g, '');
  expect(outsideCode, what).not.toMatch(/@(?:mona|octo)|#1\b|GH-1|evil\.example/);
  expect(summary, what).not.toMatch(INVISIBLE);
}

describe.concurrent('hostile text', () => {
  it.each(FIELDS)(
    'in %s is shown as harmless text',
    async (what, call, spoil) => {
      for (const text of HOSTILE) {
        const trial: Trial = { plan: onCall(call, spoil(text)), inputs: BRIEF };
        const outcome = await tryOut(trial);
        // Who pushed and how large it is decides nothing.
        expect(outcome.verdict === 'passed', outcome.reason).toBe(what.startsWith('who pushed'));
        expectHarmless(outcome, `${what}: ${JSON.stringify(text.slice(0, 60))}: ${outcome.reason}`);
      }
      record({ fault: `${HOSTILE.length} hostile texts in ${what}`, ended: 'harmless' });
    },
    60_000,
  );
});
