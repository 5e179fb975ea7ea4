import { describe, expect, it } from 'vitest';
import { type Check, type Finding, finding } from './finding.ts';
import { decidingFinding, verdictOf, worstVerdict } from './verdict.ts';

const of = (result: Finding['result'], check: Check = 'tag', cause: Finding['cause'] = 'judged') =>
  finding(check, result, `${check} ${result}`, { cause });

describe('the verdict on an image', () => {
  it('is failed above inconclusive above passed', () => {
    expect(verdictOf([of('passed'), of('inconclusive'), of('failed')])).toBe('failed');
    expect(verdictOf([of('inconclusive'), of('passed')])).toBe('inconclusive');
    expect(verdictOf([of('noted'), of('passed'), of('not-checked')])).toBe('passed');
  });

  it('is never passed when nothing passed', () => {
    expect(verdictOf([])).toBe('inconclusive');
    expect(verdictOf([of('noted'), of('not-checked')])).toBe('inconclusive');
  });
});

describe('the verdict on a run', () => {
  it('is the worst of its images', () => {
    expect(worstVerdict(['passed', 'inconclusive', 'failed', 'cancelled'])).toBe('cancelled');
    expect(worstVerdict(['passed', 'inconclusive', 'failed'])).toBe('failed');
    expect(worstVerdict(['passed', 'inconclusive'])).toBe('inconclusive');
    expect(worstVerdict(['passed', 'passed'])).toBe('passed');
  });

  it('is inconclusive without images', () => {
    expect(worstVerdict([])).toBe('inconclusive');
  });
});

describe('the finding that decides', () => {
  it.each([
    ['tag', 'quarantine'],
    ['quarantine', 'firewall'],
    ['firewall', 'critical'],
    ['critical', 'high'],
    ['high', 'medium'],
    ['medium', 'low'],
    ['low', 'info'],
    ['info', 'sbom'],
    ['sbom', 'slsa'],
    ['slsa', 'scan-age'],
  ] as const)('is %s rather than %s when both failed', (first, second) => {
    expect(decidingFinding([of('failed', second), of('failed', first)])?.check).toBe(first);
  });

  it.each([
    ['platforms', 'xray'],
    ['xray', 'sto'],
    ['sto', 'slsa'],
    ['slsa', 'tag'],
    ['scan-age', 'evidence'],
  ] as const)('is %s rather than %s when both are inconclusive', (first, second) => {
    const findings = [of('inconclusive', second), of('inconclusive', first)];
    expect(decidingFinding(findings)?.check).toBe(first);
  });

  it.each(['configuration', 'permission', 'missing-call'] as const)(
    'is what the user must mend before anything else: %s',
    (cause) => {
      const findings = [
        of('inconclusive', 'platforms', 'outage'),
        of('inconclusive', 'slsa', cause),
      ];
      expect(decidingFinding(findings)?.check).toBe('slsa');
    },
  );

  it('is never what was no longer awaited when there is a reason for that', () => {
    const findings = [of('inconclusive', 'xray', 'ended'), of('inconclusive', 'tag', 'gone')];
    expect(decidingFinding(findings)?.check).toBe('tag');
  });

  it('does not depend on the order of two findings of one check', () => {
    const first = finding('xray', 'inconclusive', 'Xray sent a');
    const second = finding('xray', 'inconclusive', 'Xray sent b');
    expect(decidingFinding([second, first])).toBe(first);
    expect(decidingFinding([first, second])).toBe(first);
  });

  it.each([
    ['of the whole image before that of a place', undefined, '1.4.2'],
    ['of the place that comes first', 'linux/amd64', 'linux/arm64'],
  ])('is the one %s where the sentences are the same', (_name, before, after) => {
    const first = finding('sto', 'inconclusive', 'STO is silent', { where: before });
    const second = finding('sto', 'inconclusive', 'STO is silent', { where: after });
    expect(decidingFinding([second, first])).toBe(first);
    expect(decidingFinding([first, second])).toBe(first);
  });

  it('weighs causes among unknowns only', () => {
    const findings = [of('failed', 'quarantine', 'permission'), of('failed', 'tag', 'ended')];
    expect(decidingFinding(findings)?.check).toBe('tag');
  });

  it('has the result of the verdict', () => {
    const findings = [of('inconclusive', 'platforms', 'permission'), of('failed', 'scan-age')];
    expect(decidingFinding(findings)?.check).toBe('scan-age');
    expect(decidingFinding([of('passed', 'slsa'), of('noted', 'tag')])?.check).toBe('slsa');
  });

  it('is nobody where nothing was found', () => {
    expect(decidingFinding([])).toBeUndefined();
  });
});
