import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../image/severity.ts';
import { type Check, type Finding, type FindingCause, finding } from '../../policy/finding.ts';
import { nextStepAfter, nextStepOf } from './next-step.ts';

function stepFor(check: Check, cause: FindingCause, details: Partial<Finding> = {}): string {
  const { result = 'inconclusive', sentence = '' } = details;
  return nextStepOf(finding(check, result, sentence, { ...details, cause })).html;
}

describe('nextStepOf', () => {
  it.each(SEVERITIES)('names the one limit that %s issues exceed', (severity) => {
    const step = stepFor(severity, 'judged', { result: 'failed' });
    expect(step.match(/<code>max-\w+<\/code>/g)).toEqual([`<code>max-${severity}</code>`]);
  });

  it.each([
    ['the scan', 'Xray ended the scan as NOT_SUPPORTED', 'NOT_SUPPORTED'],
    [
      'its main part',
      'Xray calls the scan DONE, but its part "sca" ended as NOT_SUPPORTED',
      'DONE (sca)',
    ],
  ])(
    'does not send anybody to start a scan again where %s is not supported',
    (_, sentence, found) => {
      const step = stepFor('xray', 'judged', { sentence, found });
      expect(step).toMatch(/^Xray cannot scan this image.*<code>xray: off<\/code>/);
    },
  );

  it('does so where another part is not supported', () => {
    const sentence = 'Xray ended the scan as PARTIAL';
    const found = 'PARTIAL (exposures/iac NOT_SUPPORTED)';
    expect(stepFor('xray', 'judged', { sentence, found })).toContain('start it again');
  });

  it('does so where a part only goes by that name', () => {
    const sentence = 'Xray calls the scan DONE, but its part "NOT_SUPPORTED" ended as FAILED';
    expect(stepFor('xray', 'judged', { sentence, found: 'DONE' })).toContain('start it again');
  });

  it('knows that the image is there where only a platform is not', () => {
    const step = stepFor('platforms', 'absent');
    expect(step).toContain('push the platform, or correct the input <code>platforms</code>');
    expect(step).not.toContain('timeout');
    expect(stepFor('platforms', 'timed-out')).toContain('<code>appear-timeout</code>');
  });

  it('speaks of the time to appear only where no scan was running', () => {
    const sentence = 'Xray was still SCANNING after 30m (docker-local/app)';
    expect(stepFor('xray', 'timed-out', { sentence })).not.toContain('appear-timeout');
    expect(stepFor('xray', 'timed-out')).toContain('appear-timeout');
  });

  it.each<[Check, FindingCause, string]>([
    ['xray', 'permission', 'Do what the sentence above names, then'],
    ['platforms', 'configuration', 'Correct the inputs or variables that the sentence above names'],
    ['xray', 'missing-call', 'Do what the sentence above names, then'],
    [
      'slsa',
      'missing-call',
      'has the call, or set <code>sto: off</code> and <code>slsa: off</code>',
    ],
    ['platforms', 'missing-call', 'Do what the sentence above names, then'],
    ['firewall', 'unrecognised', 'The gate does not know this status of the Dependency Firewall'],
    ['sto', 'unrecognised', 'Run this job again; if the answer is right, report it'],
    ['tag', 'gone', 'See whether something deletes'],
    ['scan-age', 'absent', 'See the sentence above'],
  ])('%s, %s', (check, cause, step) => {
    expect(stepFor(check, cause)).toContain(step);
  });
});

describe('nextStepAfter', () => {
  it('leaves to the sentence what is to be done about a permission', () => {
    expect(nextStepAfter('permission').html).toBe(
      'Do what is named above, then run this job again.',
    );
  });
});
