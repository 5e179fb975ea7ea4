import { describe, expect, it } from 'vitest';
import {
  AMD64,
  digest,
  evidence,
  gateResult,
  imageResult,
  platformEvidence,
  requested,
  sto,
} from '../../../test/golden/results.ts';
import type { ImageResult } from '../../gate/result.ts';
import { sizeOf } from '../size.ts';
import { RESULTS_MAX_BYTES, resultsJson } from './results.ts';

function many(count: number, overrides: Partial<ImageResult> = {}): readonly ImageResult[] {
  return Array.from({ length: count }, (_, index) =>
    imageResult({ image: requested({ name: `host/acme/images/app${index}` }), ...overrides }),
  );
}

describe('resultsJson', () => {
  it('holds one object an image, unknown numbers as null', () => {
    const perPlatform = [platformEvidence(AMD64, { sto: { kind: 'absent', why: 'not scanned' } })];
    const image = imageResult({ evidence: evidence({ perPlatform }) });
    expect(JSON.parse(resultsJson(gateResult([image])))).toEqual({
      images: [
        {
          image: 'pkg.harness.io/acme/images/app',
          digest: digest('9f2c01ab34cd'),
          verdict: 'inconclusive',
          tags: ['1.4.2'],
          reason: 'Inconclusive: STO has no result for linux/amd64 (app:1.4.2).',
          platforms: ['linux/amd64'],
          critical: null,
          high: null,
          medium: null,
          low: null,
          ignored: null,
          'xray-status': 'DONE',
          'slsa-status': 'passed',
          quarantined: false,
          'scanned-at': null,
          'waited-seconds': 192,
          'per-platform': [
            {
              platform: 'linux/amd64',
              digest: AMD64.digest,
              critical: null,
              high: null,
              medium: null,
              low: null,
              ignored: null,
            },
          ],
        },
      ],
      omitted: 0,
    });
  });

  it.each([
    [170, 'waited-seconds', 0],
    [500, 'verdict', 0],
    [5_000, 'verdict', 1],
  ])('stays within its limit for %i images', (count, kept, fewest) => {
    const text = resultsJson(gateResult(many(count)));
    const { images, omitted } = JSON.parse(text);
    expect(sizeOf(text)).toBeLessThanOrEqual(RESULTS_MAX_BYTES);
    expect(images.length + omitted).toBe(count);
    expect(omitted).toBeGreaterThanOrEqual(fewest);
    expect(images[0]).toHaveProperty(kept);
    expect(images[0]).not.toHaveProperty('per-platform');
  });

  it('keeps the worst when some must go', () => {
    const perPlatform = [platformEvidence(AMD64, { sto: sto([1]) })];
    const bad = imageResult({ evidence: evidence({ perPlatform }) });
    const { images } = JSON.parse(resultsJson(gateResult([...many(3_000), bad])));
    expect(images[0]).toMatchObject({ verdict: 'failed' });
  });
});
