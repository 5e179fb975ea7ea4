import { describe, expect, it } from 'vitest';
import type { Evidence, XrayScan } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  evidenceWith,
  NOW,
  OFF,
  part,
  policyWith,
  scanWith,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import type { Requirement } from './policy.ts';
import { findUnfinishedPart, judgeXray } from './xray.ts';

const judge = (xray: Evidence<XrayScan>, mode: Requirement = 'required') =>
  judgeXray(policyWith({ xray: mode }), evidenceWith({ xray }), NOW)[0];

const judgeParts = (...parts: XrayScan['parts']) => judge(known(scanWith({ parts })));

const WHERE = 'docker-local/app/1.4.2/manifest.json';
const PLAIN = { check: 'xray', cause: 'judged', allowed: 'DONE', perPlatform: [] } as const;

describe('Xray', () => {
  it('passes when the scan has finished, and claims no more than that', () => {
    expect(judge(known(scanWith()))).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: 'Xray scan finished',
      where: WHERE,
      found: 'DONE',
    });
  });

  it.each(['PARTIAL', 'FAILED', 'NOT_SUPPORTED'] as const)(
    'is inconclusive when the scan ended as %s, in any mode but off',
    (state) => {
      const xray = known(scanWith({ state }));
      expect(judge(xray)).toEqual({
        ...PLAIN,
        result: 'inconclusive',
        sentence: `Xray ended the scan as ${state}`,
        where: WHERE,
        found: state,
      });
      expect(judge(xray, 'if-present')?.result).toBe('inconclusive');
      expect(judge(xray, 'off')?.result).toBe('not-checked');
    },
  );

  it.each([
    ['sca', ''],
    ['sca', 'NOT_SCANNED'],
    ['sca', 'SCANNING'],
    ['violations', 'PENDING'],
    ['exposures/secrets', 'SCANNING'],
  ])('is not finished while %s is "%s"', (name, state) => {
    expect(judgeParts(part('sca', 'DONE'), part(name, state))?.result).toBe('inconclusive');
    expect(findUnfinishedPart([part('sca', 'DONE'), part(name, state)])?.name).toBe(name);
  });

  it.each(['PENDING', 'SCANNING', 'NOT_SCANNED'])('says that a part is %s', (state) => {
    expect(judgeParts(part('sca', state))?.sentence).toBe(
      `Xray calls the scan DONE, but its part "sca" is ${state}`,
    );
  });

  it('calls a part without a state not started, which is no state that nobody knows', () => {
    expect(judgeParts(part('sca', ''))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      sentence: 'Xray calls the scan DONE, but its part "sca" is not started',
      where: WHERE,
      found: 'DONE (sca not started)',
    });
  });

  it.each(['FAILED', 'PARTIAL'])('is inconclusive when a part ended as %s', (state) => {
    expect(judgeParts(part('sca', 'DONE'), part('violations', state))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      sentence: `Xray calls the scan DONE, but its part "violations" ended as ${state}`,
      where: WHERE,
      found: `DONE (violations ${state})`,
    });
  });

  it('is inconclusive when a part is in a state that nobody knows', () => {
    expect(judgeParts(part('sca', 'DONE'), part('exposures', 'QUEUED'))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'unrecognised',
      sentence: 'Xray calls the scan DONE, but its part "exposures" is "QUEUED"',
      where: WHERE,
      found: 'DONE (exposures QUEUED)',
    });
  });

  it('says so when no policy was evaluated or a part did not apply', () => {
    const parts = [
      part('sca', 'DONE'),
      part('violations', 'NOT_SCANNED'),
      part('exposures', 'NOT_SUPPORTED'),
    ];
    expect(judgeParts(...parts)).toMatchObject({
      result: 'passed',
      found: 'DONE (violations NOT_SCANNED: no policy was evaluated; exposures NOT_SUPPORTED)',
    });
    expect(findUnfinishedPart(parts)).toBeUndefined();
  });

  it.each([
    ['violations', 'NOT_SCANNED', 'violations NOT_SCANNED: no policy was evaluated'],
    ['violations', '', 'violations not started: no policy was evaluated'],
    ['violations', 'NOT_SUPPORTED', 'violations NOT_SUPPORTED'],
    ['exposures', 'NOT_SCANNED', 'exposures NOT_SCANNED'],
    ['exposures', '', 'exposures not started'],
  ])('passes beside %s in the state "%s", and says so', (name, state, note) => {
    expect(judgeParts(part('sca', 'DONE'), part(name, state))).toMatchObject({
      result: 'passed',
      found: `DONE (${note})`,
    });
  });

  it('says so when parts are missing', () => {
    expect(judgeParts()?.found).toBe('DONE, nothing said of its parts');
    expect(judgeParts(part('violations', 'DONE'))?.found).toBe('DONE (nothing said of sca)');
  });

  it('notes that nobody documents what DONE of an index covers', () => {
    const xray = known(scanWith({ path: 'app/1.4.2/list.manifest.json' }));
    const findings = judgeXray(policyWith(), evidenceWith({ xray }), NOW);
    expect(findings.map(({ result }) => result)).toEqual(['passed', 'noted']);
    expect(findings[1]).toEqual({
      ...PLAIN,
      result: 'noted',
      sentence: 'whether DONE of an index covers every platform in it is not documented by Xray',
      where: undefined,
      found: 'not documented',
      allowed: '',
    });
  });

  it.each(['PARTIAL', 'FAILED', 'NOT_SUPPORTED'] as const)(
    'has no DONE to note anything on where the scan of an index ended as %s',
    (state) => {
      const xray = known(scanWith({ state, path: 'app/1.4.2/list.manifest.json' }));
      expect(judgeXray(policyWith(), evidenceWith({ xray }), NOW)).toHaveLength(1);
    },
  );

  it('has nothing to note on the manifest of a single platform', () => {
    expect(judgeXray(policyWith(), evidenceWith({ xray: known(scanWith()) }), NOW)).toHaveLength(1);
  });

  it('tells an answer that nobody can read as it came', () => {
    expect(judge(UNRECOGNISED)?.sentence).toBe('Xray\'s answer is not recognised: "gibberish"');
  });

  it('is listed as not checked when it is off', () => {
    expect(judge(known(scanWith()), 'off')).toEqual({
      ...PLAIN,
      result: 'not-checked',
      sentence: 'the Xray check is switched off',
      where: undefined,
      found: 'not checked',
      allowed: '',
    });
  });

  it('is noted when absent where that is allowed', () => {
    expect(judge(ABSENT, 'if-present')).toEqual({
      ...PLAIN,
      result: 'noted',
      cause: 'absent',
      sentence: 'Xray has no finished scan of the image',
      where: undefined,
      found: 'no data',
      allowed: 'if-present',
    });
    expect(judge({ kind: 'absent', why: 'Xray has no scan (PENDING)' })?.sentence).toBe(
      'Xray has no scan (PENDING)',
    );
    expect(judge({ kind: 'absent', why: 'NOT_SCANNED' })).toMatchObject({
      result: 'inconclusive',
      sentence: 'Xray has no finished scan of the image (NOT_SCANNED)',
    });
  });

  it.each([
    ['unrecognised', UNRECOGNISED],
    ['unreachable', UNREACHABLE],
    ['never asked', OFF],
  ] as const)('is inconclusive when %s, in any mode but off', (_name, xray) => {
    expect(judge(xray)?.result).toBe('inconclusive');
    expect(judge(xray, 'if-present')?.result).toBe('inconclusive');
    expect(judge(xray, 'off')?.result).toBe('not-checked');
  });
});

describe('a software composition analysis that does not apply', () => {
  it('is no finished scan: nothing was looked at', () => {
    expect(judgeParts({ name: 'sca', state: 'NOT_SUPPORTED' })).toMatchObject({
      result: 'inconclusive',
      sentence: 'Xray calls the scan DONE, but its part "sca" ended as NOT_SUPPORTED',
    });
    expect(judgeParts({ name: 'exposures', state: 'NOT_SUPPORTED' })?.result).toBe('passed');
  });
});
