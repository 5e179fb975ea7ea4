import { describe, expect, it } from 'vitest';
import { cellsThatDiffer, finding, notChecked } from './finding.ts';

describe('a finding', () => {
  it('is a plain judgement of the whole image unless told otherwise', () => {
    expect(finding('tag', 'passed', 'the tag is right')).toEqual({
      check: 'tag',
      result: 'passed',
      cause: 'judged',
      sentence: 'the tag is right',
      where: undefined,
      found: '',
      allowed: '',
      perPlatform: [],
    });
  });

  it('holds what it is told', () => {
    const details = {
      cause: 'gone',
      where: 'linux/amd64',
      found: '1',
      allowed: '0',
      perPlatform: [{ label: 'linux/amd64', found: '1' }],
    } as const;
    expect(finding('sto', 'inconclusive', 'STO has lost it', details)).toEqual({
      check: 'sto',
      result: 'inconclusive',
      sentence: 'STO has lost it',
      ...details,
    });
  });

  it('says of a check that is switched off that it was not made', () => {
    expect(notChecked('xray', 'Xray')).toEqual({
      check: 'xray',
      result: 'not-checked',
      cause: 'judged',
      sentence: 'the Xray check is switched off',
      where: undefined,
      found: 'not checked',
      allowed: '',
      perPlatform: [],
    });
  });
});

describe('cells', () => {
  const cell = (label: string, found: string) => ({ label, found });

  it('stand only where platforms differ', () => {
    const different = [cell('linux/amd64', '1'), cell('linux/arm64', '2')];
    expect(cellsThatDiffer(different)).toBe(different);
    expect(cellsThatDiffer([cell('linux/amd64', '1'), cell('linux/arm64', '1')])).toEqual([]);
    expect(cellsThatDiffer([])).toEqual([]);
  });
});
