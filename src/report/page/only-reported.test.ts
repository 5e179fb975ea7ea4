import { describe, expect, it } from 'vitest';
import {
  AMD64,
  evidence,
  gateResult,
  imageResult,
  NOW,
  POLICY,
  platformEvidence,
} from '../../../test/golden/results.ts';
import type { ImageResult } from '../../gate/result.ts';
import { known } from '../../image/evidence.ts';
import { finding } from '../../policy/finding.ts';
import type { Policy } from '../../policy/policy.ts';
import { commentTextOf } from '../comment-text.ts';
import { summaryOf } from '../summary.ts';
import { onlyReportedBlock } from './only-reported.ts';

const RUN = { key: 'c0ffee', now: NOW, jobUrl: undefined, commit: '7fd1a60b01f91b31' };

const REPORTING: Policy = { ...POLICY, quarantine: 'off', slsa: 'if-present' };
const NO_SLSA = { slsa: { kind: 'absent', why: 'no status' } } as const;

/** Passed by a policy that only reports what others would fail. */
const PASSED = imageResult(
  {
    evidence: evidence({
      quarantine: known({ quarantined: true, what: 'the image', reason: 'licence' }),
      firewall: known('WARN'),
      perPlatform: [platformEvidence(AMD64, NO_SLSA)],
    }),
  },
  REPORTING,
);
const QUARANTINED =
  '<b>Note</b> The image is quarantined: &quot;licence&quot;; only reported<br><b>Note</b> ';

function pagesOf(...images: readonly ImageResult[]): readonly string[] {
  const result = gateResult(images, { policy: REPORTING });
  return [summaryOf(result, NOW), commentTextOf(result, RUN)];
}

describe('what a policy only reports', () => {
  it.each(['xray', 'sto', 'slsa'] as const)('is that %s has nothing on the image', (check) => {
    const absent = finding(check, 'noted', 'there is nothing', { cause: 'absent' });
    const image = imageResult({ findings: [finding('tag', 'passed', 'it stands'), absent] });
    expect(onlyReportedBlock(image).html).toBe(
      '<p><b>Note</b> There is nothing; only reported</p>',
    );
  });

  it('stands right below the reason of a pass, a line each', () => {
    expect(PASSED.verdict).toBe('passed');
    for (const page of pagesOf(PASSED)) {
      const [, , below = ''] = page.replace(/^<!--.*\n/gm, '').split('\n\n');
      expect(below.startsWith(`<p>${QUARANTINED}`)).toBe(true);
      expect(below.match(/<b>Note<\/b>/g)).toHaveLength(3);
    }
  });

  it('is not said a second time among what the verdict does not cover', () => {
    for (const page of pagesOf(PASSED)) {
      const [, uncovered = ''] = page.split('Not covered by this verdict');
      expect(uncovered).not.toMatch(/quarantined|warns about/);
    }
  });

  it('stands in the row of one of several images', () => {
    for (const page of pagesOf(imageResult(), PASSED)) {
      expect(page).toMatch(/<td>✅[^\n]*?<br><b>Note<\/b> The image is quarantined/);
    }
  });

  it.each([
    ['STO that is not there', finding('sto', 'noted', 'no STO', { cause: 'absent' }), true],
    ['SLSA that is not there', finding('slsa', 'noted', 'no SLSA', { cause: 'absent' }), true],
    ['SBOM that is not there', finding('sbom', 'noted', 'no SBOM', { cause: 'absent' }), false],
    [
      'an image that is not quarantined',
      finding('quarantine', 'noted', '', { found: 'not quarantined' }),
      false,
    ],
    [
      'a firewall that does not apply',
      finding('firewall', 'noted', '', { found: 'ordinary registry' }),
      false,
    ],
  ])('%s', (_, note, isSaid) => {
    const findings = [note, finding('tag', 'passed', '')];
    expect(onlyReportedBlock(imageResult({ findings })).html !== '').toBe(isSaid);
  });

  it('leaves an image that did not pass to its table', () => {
    const failed = { ...PASSED, verdict: 'failed' } as const;
    expect(onlyReportedBlock(failed).html).toBe('');
  });
});
