import { describe, expect, it } from 'vitest';
import {
  AMD64,
  ARM64,
  count,
  digest,
  evidence,
  gateResult,
  imageResult,
  platformEvidence,
  problemResult,
  requested,
  slsa,
  sto,
} from '../../test/golden/results.ts';
import type { Evidence, StoReading } from '../image/evidence.ts';
import { OUTPUT_NAMES, outputsOf } from './outputs.ts';

const web = requested({ name: 'pkg.harness.io/acme/images/web', artifact: 'web' });

function withSto(amd64: Evidence<StoReading>, arm64: Evidence<StoReading>) {
  const perPlatform = [
    platformEvidence(AMD64, { sto: amd64 }),
    platformEvidence(ARM64, { sto: arm64 }),
  ];
  return imageResult({ evidence: evidence({ perPlatform }) });
}

function without(missing: Partial<StoReading>): Evidence<StoReading> {
  const full = sto();
  return full.kind === 'known' ? { ...full, value: { ...full.value, ...missing } } : full;
}

describe('outputsOf', () => {
  it('sets every documented output and no other', () => {
    expect(Object.keys(outputsOf(gateResult())).sort()).toEqual([...OUTPUT_NAMES].sort());
  });

  it('describes a passed image', () => {
    expect(outputsOf(gateResult())).toMatchObject({
      verdict: 'passed',
      approved: `pkg.harness.io/acme/images/app@${digest('9f2c01ab34cd')}`,
      digest: digest('9f2c01ab34cd'),
      platforms: 'linux/amd64',
      critical: '0',
      high: '0',
      medium: '3',
      low: '12',
      ignored: '0',
      'xray-status': 'DONE',
      'slsa-status': 'passed',
      quarantined: 'false',
      'scanned-at': '2025-11-21T06:30:00Z',
      'waited-seconds': '192',
    });
  });

  it('gives the numbers of the worst platform', () => {
    const image = withSto(sto([0, 0, 3, 1, 0, 4]), sto([0, 0, 2, 9, 0, 0]));
    expect(outputsOf(gateResult([image]))).toMatchObject({ medium: '3', low: '9', ignored: '4' });
  });

  it('gives no number when one platform has none', () => {
    const image = withSto(sto([5, 5, 5, 5, 5, 5]), { kind: 'absent', why: 'not scanned' });
    expect(outputsOf(gateResult([image]))).toMatchObject({
      verdict: 'failed',
      approved: '',
      critical: '',
      high: '',
      medium: '',
      low: '',
      ignored: '',
      'scanned-at': '',
    });
  });

  it.each([
    ['unfinished', without({ executionId: undefined })],
    ['malformed', without({ scannedAt: { kind: 'malformed', raw: 'soon' } })],
    ['contradicting itself', without({ total: count(4_000) })],
    ['switched off', { kind: 'off' } as const],
  ])('gives no number of a result that is %s', (_, reading) => {
    const image = withSto(reading, sto());
    expect(outputsOf(gateResult([image]))).toMatchObject({ critical: '', 'scanned-at': '' });
  });

  it('gives no number where no platform is known', () => {
    const image = imageResult({ evidence: evidence({ perPlatform: [] }) });
    expect(outputsOf(gateResult([image]))).toMatchObject({ critical: '', platforms: '' });
  });

  it('approves every image of a passed run, one a line', () => {
    const outputs = outputsOf(gateResult([imageResult(), imageResult({ image: web })]));
    expect(outputs.approved.split('\n')).toEqual([
      `pkg.harness.io/acme/images/app@${digest('9f2c01ab34cd')}`,
      `pkg.harness.io/acme/images/web@${digest('9f2c01ab34cd')}`,
    ]);
  });

  it.each([
    ['one image did not pass', gateResult([imageResult(), withSto(sto([1]), sto())])],
    ['one image has no digest', gateResult([imageResult(), imageResult({ digest: undefined })])],
    [
      'the run had a problem',
      gateResult([imageResult()], { problem: { code: 'bug', message: 'x' } }),
    ],
    ['there was no image', gateResult([], { verdict: 'passed' })],
    ['a verdict lies', gateResult([withSto(sto([1]), sto())], { verdict: 'passed' })],
  ])('approves nothing when %s', (_, result) => {
    expect(outputsOf(result).approved).toBe('');
  });

  it('takes the deciding image for the single values', () => {
    const bad = { ...withSto(sto([3]), sto([1])), image: web, digest: digest('bad') };
    expect(outputsOf(gateResult([imageResult(), bad]))).toMatchObject({
      verdict: 'failed',
      digest: digest('bad'),
      critical: '3',
      platforms: 'linux/amd64,linux/arm64',
    });
  });

  it('sets only verdict, reason, waiting time and results after a configuration error', () => {
    const outputs = outputsOf(problemResult('input', 'image is missing'));
    expect(Object.entries(outputs).filter(([, value]) => value !== '')).toEqual([
      ['verdict', 'inconclusive'],
      ['reason', 'Inconclusive: image is missing.'],
      ['waited-seconds', '0'],
      ['results', '{"images":[],"omitted":0}'],
    ]);
  });

  it('gives statuses as they came, on one line', () => {
    const perPlatform = [
      platformEvidence(AMD64, { slsa: slsa('pass\ned') }),
      platformEvidence(ARM64, { slsa: slsa('failed') }),
    ];
    const image = imageResult({ evidence: evidence({ perPlatform }) });
    expect(outputsOf(gateResult([image]))['slsa-status']).toBe('pass ed, failed');
  });

  it('says nothing about what is not known', () => {
    const gone = { kind: 'unreachable', why: 'no answer', obstacle: 'outage' } as const;
    const image = imageResult({
      digest: undefined,
      evidence: evidence({ quarantine: gone, xray: gone, platforms: gone, perPlatform: [] }),
    });
    expect(outputsOf(gateResult([image]))).toMatchObject({
      digest: '',
      platforms: '',
      quarantined: '',
      'xray-status': '',
      'slsa-status': '',
    });
  });
});
