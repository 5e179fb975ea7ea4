import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readActionFile } from '../../scripts/action-file.ts';
import { type Scenario, scenarios } from '../simulator/scenarios.ts';
import { findLeaks } from './leaks.ts';
import { type Played, playWitnessed, type Testimony } from './play.ts';
import { callsOf } from './requests.ts';
import { endOfLog, firstLine, sentenceOfReason, sentenceOfSummary } from './sentence.ts';

const ACTION = await readActionFile(fileURLToPath(new URL('../../action.yml', import.meta.url)));
const SUMMARY_MAX_BYTES = 900_000;
const NUMBERS = ['critical', 'high', 'medium', 'low', 'ignored', 'waited-seconds'];

describe.concurrent('every scenario through the built action', () => {
  test.each(scenarios)('$name: $title', async (scenario) => {
    const played = await playWitnessed(scenario);
    expectVerdict(played, scenario.expect);
    expectOneSentence(played);
    expectOutputs(played);
    expectCommands(played);
    expectSecrecy(played);
    expectRequests(played);
  });
});

test('the scenarios hold every verdict that an image can have', () => {
  expect([...new Set(scenarios.map(({ expect: { verdict } }) => verdict))].sort()).toEqual([
    'failed',
    'inconclusive',
    'passed',
  ]);
});

function expectVerdict(played: Played, expected: Scenario['expect']): void {
  const { outputs, exitCode, stderr } = played;
  expect(outputs['reason']).toMatch(expected.reason);
  expect(outputs['verdict']).toBe(expected.verdict);
  expect(exitCode).toBe(expected.exitCode ?? (expected.verdict === 'passed' ? 0 : 1));
  expect(stderr).toBe('');
}

/** Output, annotation, summary and end of the log say the same. */
function expectOneSentence(played: Played): void {
  const { outputs, annotations, summary, exitCode } = played;
  const { reason = '', verdict } = outputs;
  expect(endOfLog(played)).toBe(reason);
  expect(sentenceOfSummary(summary)).toBe(sentenceOfReason(reason));
  const level = exitCode === 0 ? 'warning' : 'error';
  const expected = verdict === 'passed' ? [] : [{ level, line: reason }];
  expect(annotations.map((one) => ({ level: one.level, line: firstLine(one.message) }))).toEqual(
    expected,
  );
}

function expectOutputs({ outputs, summary }: Played): void {
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(ACTION.outputs).sort());
  for (const name of NUMBERS) expect(outputs[name], name).toMatch(/^\d*$/);
  expect(outputs['waited-seconds']).not.toBe('');
  const approved = /^[^@\s]+@sha256:[0-9a-f]{64}(\n[^@\s]+@sha256:[0-9a-f]{64})*$/;
  expect(outputs['approved']).toMatch(outputs['verdict'] === 'passed' ? approved : /^$/);
  expect(JSON.parse(outputs['results'] ?? '')).toMatchObject({ omitted: 0 });
  expect(summary).not.toBe('');
  expect(Buffer.byteLength(summary)).toBeLessThan(SUMMARY_MAX_BYTES);
}

/** Masks first, then at most one annotation; the runner obeys nothing else that stands in the log. */
function expectCommands({ commands, stdout }: Played): void {
  const names = commands.map(({ name }) => name);
  const masks = names.filter((name) => name === 'add-mask');
  expect(names.slice(0, masks.length)).toEqual(masks);
  expect(
    names.slice(masks.length).filter((name) => name !== 'error' && name !== 'warning'),
  ).toEqual([]);
  const lines = stdout.split('\n');
  expect(lines.slice(0, masks.length).every((line) => line.startsWith('::add-mask::'))).toBe(true);
}

function expectSecrecy(played: Played): void {
  const { inputs, masks, summary } = played;
  const given = ['harness-api-key', 'jfrog-access-token'].flatMap((name) => inputs[name] ?? []);
  expect(masks).toEqual(expect.arrayContaining(given));
  expect(findLeaks(played)).toEqual([]);
  // The stand-in masks the summary as GitHub does: where it had to, something was written.
  expect(summary).not.toContain('***');
}

/** Every request is one of the vendors' calls, bears the key of its own service only, and goes nowhere else. */
function expectRequests(played: Played & { readonly testimony: Testimony }): void {
  const { inputs, origin, testimony } = played;
  const { 'harness-api-key': key, 'jfrog-access-token': token } = inputs;
  for (const { call, path, system, headers } of callsOf(played)) {
    expect(call, path).not.toBe('unknown');
    const { 'x-api-key': sentKey, authorization } = headers;
    const expected =
      system === 'harness' ? { sentKey: key } : { authorization: `Bearer ${token ?? ''}` };
    expect({ sentKey, authorization }).toEqual(expected);
    expect(headers['cache-control']).toBe('no-cache');
  }
  const peers = new Set(testimony.connections.map(({ host, port }) => `http://${host}:${port}`));
  expect([...peers].filter((peer) => peer !== origin)).toEqual([]);
}
