import { describe, expect, it } from 'vitest';
import type { ImageResult, RequestNote } from '../../src/gate/result.ts';
import type { Evidence, PlatformEvidence } from '../../src/image/evidence.ts';
import { jsonReport } from '../../src/report/json/report.ts';
import { CASES } from './cases.ts';
import { findSchemaErrors, parseReport } from './report-schema.ts';
import {
  AMD64,
  count,
  entry,
  evidence,
  gateResult,
  imageResult,
  platform,
  platformEvidence,
  problemResult,
  REQUESTS,
  requested,
  sto,
} from './results.ts';

const TOOL = { repository: 'acme/image-gate', ref: 'v1' };
const NASTY = 'a\n::error::x\u202e"\\ ##[error]\u0000<b>'.repeat(200);

const UNKNOWN: readonly Evidence<never>[] = [
  { kind: 'absent', why: NASTY },
  { kind: 'unrecognised', raw: NASTY },
  { kind: 'unreachable', why: NASTY, obstacle: 'outage' },
  { kind: 'off' },
];

function ofPlatform(overrides: Partial<PlatformEvidence>): ImageResult {
  return imageResult({
    evidence: evidence({ perPlatform: [platformEvidence(AMD64, overrides)] }),
  });
}

describe('the JSON report', () => {
  it('of a passed image', async () => {
    const text = jsonReport(gateResult(), TOOL);
    await expect(text).toMatchFileSnapshot('./report.json');
  });

  it.each(Object.entries(CASES))('fits its schema: %s', (_, result) => {
    expect(findSchemaErrors(parseReport(result))).toEqual([]);
  });

  it.each(UNKNOWN)('fits it where nothing is known: $kind', (nothing) => {
    const unknown = {
      tag: nothing,
      platforms: nothing,
      quarantine: nothing,
      firewall: nothing,
      xray: nothing,
      slsa: nothing,
      perPlatform: [platformEvidence(AMD64, { sto: nothing, slsa: nothing, sbom: nothing })],
    };
    const report = parseReport(gateResult([imageResult({ evidence: unknown, digest: undefined })]));
    expect(findSchemaErrors(report)).toEqual([]);
    expect(report).toMatchObject({ images: [{ worst: { critical: null, 'scanned-at': null } }] });
  });

  it('writes a missing number as null and a malformed one by its text, never as 0', () => {
    const reading = sto();
    if (reading.kind !== 'known') throw new Error('the fixture changed');
    const odd = {
      ...reading.value,
      scannedAt: { kind: 'malformed', raw: 'yesterday' },
      counts: { ...reading.value.counts, high: { kind: 'missing' } },
      ignored: count(Number.NaN),
    } as const;
    const report = parseReport(gateResult([ofPlatform({ sto: { kind: 'known', value: odd } })]));
    expect(findSchemaErrors(report)).toEqual([]);
    expect(report).toMatchObject({
      images: [
        {
          evidence: {
            'per-platform': [
              {
                sto: {
                  value: {
                    critical: 0,
                    high: null,
                    ignored: null,
                    'scanned-at': null,
                    malformed: [{ field: 'scanned-at', raw: 'yesterday' }],
                  },
                },
              },
            ],
          },
        },
      ],
    });
  });

  it('keeps every text one harmless line', () => {
    const nasty = imageResult({
      image: requested({ name: NASTY.slice(0, 300), tags: [NASTY] }),
      evidence: evidence({ perPlatform: [platformEvidence(platform(NASTY, 'f1'))] }),
      version: { size: NASTY, pushedBy: NASTY, pushedAt: Number.NaN },
      timeline: [entry(0.4, `Xray ${NASTY}`)],
    });
    const text = jsonReport(gateResult([nasty]), TOOL);
    expect(findSchemaErrors(JSON.parse(text))).toEqual([]);
    expect(text).not.toMatch(/\\n|\\u0000|\u202e|##\[|"::/);
  });

  it('lists every problem of the inputs', () => {
    expect(parseReport(problemResult('input', 'image is missing\ndigest is empty'))).toMatchObject({
      problem: { code: 'input', messages: ['image is missing', 'digest is empty'] },
    });
  });

  it('blanks a secret that somebody wrote where it does not belong, in values only', () => {
    const image = imageResult({ image: requested({ name: 'host/images/pat-secret-1/app' }) });
    const text = jsonReport(gateResult([image]), TOOL, ['pat-secret-1', 'findings', 'app']);
    expect(text).not.toContain('pat-secret-1');
    expect(JSON.parse(text)).toMatchObject({ images: [{ image: 'host/images/***/app' }] });
    expect(findSchemaErrors({ ...JSON.parse(text), approved: [] })).toEqual([]);
  });
});

describe('its size', () => {
  it('counts requests beyond 5,000 by call and outcome', () => {
    const requests: RequestNote[] = Array.from({ length: 2_000 }, () => REQUESTS).flat();
    const report = parseReport(gateResult([imageResult()], { requests }));
    expect(findSchemaErrors(report)).toEqual([]);
    const { total, attempts, 'counted-only': counted } = parseRequests(report);
    expect(attempts).toHaveLength(5_000);
    expect(total).toBe(requests.length);
    expect(counted.length).toBeLessThan(10);
    const sum = counted.reduce((all, group) => all + group.count, 0);
    expect(5_000 + sum).toBe(requests.length);
  });

  it.each([
    ['1,000 images of 10 platforms', 1_000, 10],
    ['1,000 images of 200 platforms with long names', 1_000, 200],
  ])('stays below 50 MB: %s', (_, images, platforms) => {
    const filler = platforms > 10 ? 'x'.repeat(400) : '';
    const judged = Array.from({ length: platforms }, (__, index) =>
      platform(`linux/${index}${filler}`, index.toString(16).padStart(4, '0')),
    );
    const big = imageResult({
      evidence: evidence({ perPlatform: judged.map((one) => platformEvidence(one)) }),
    });
    const text = jsonReport(gateResult(Array.from({ length: images }, () => big)), TOOL);
    expect(Buffer.byteLength(text)).toBeLessThan(50_000_000);
    const report = JSON.parse(text);
    expect(report.images).toHaveLength(images);
    expect(report['reduced-images'] > 0).toBe(platforms > 10);
    expect(report.images.at(-1)).toMatchObject({ verdict: 'passed', worst: { critical: 0 } });
  });
});

function parseRequests(report: Record<string, unknown>): {
  total: number;
  attempts: unknown[];
  'counted-only': { count: number }[];
} {
  return JSON.parse(JSON.stringify(report['requests']));
}

describe('the schema', () => {
  const report = () => JSON.parse(jsonReport(gateResult(), TOOL));

  it.each<[string, (good: ReturnType<typeof report>) => void]>([
    ['another version', (one) => (one.schema = 'urn:image-gate:report/v2')],
    ['a verdict that does not exist', (one) => (one.verdict = 'ok')],
    ['a missing field', (one) => delete one.requests],
    ['a missing field of an image', (one) => delete one.images[0].digest],
    ['a field that nobody knows', (one) => (one.token = 'x')],
    ['a text in place of a count', (one) => (one.images[0].worst.critical = '0')],
    ['a digest that is none', (one) => (one.images[0].digest = 'sha256:12')],
    ['a time without a zone', (one) => (one['started-at'] = '2025-11-21 08:00')],
    ['known evidence without a value', (one) => delete one.images[0].evidence.tag.value],
    ['a kind of evidence that does not exist', (one) => (one.images[0].evidence.xray.kind = 'x')],
    ['a limit below 0', (one) => (one.policy['max-high'] = -1)],
    ['a request with its host', (one) => (one.requests.attempts[0].path = 'https://x/y')],
    ['two lines', (one) => (one.reason = 'a\nb')],
    ['approval by tag', (one) => (one.approved = ['app:1.4.2'])],
  ])('rejects %s', (_, spoil) => {
    const bad = report();
    spoil(bad);
    expect(findSchemaErrors(bad)).not.toEqual([]);
  });
});
