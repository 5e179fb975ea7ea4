import { describe, expect, it } from 'vitest';
import { digestOf, evidenceWith, platformWith, twoPlatforms } from './evidence.fixture.ts';
import { listJudged } from './judged-platform.ts';

describe('the judged platforms', () => {
  it('are those that were asked about, by their labels', () => {
    const evidence = twoPlatforms();
    expect(listJudged(evidence)).toEqual([
      { ...evidence.perPlatform[0], name: 'linux/amd64', called: 'linux/amd64' },
      { ...evidence.perPlatform[1], name: 'linux/arm64', called: 'linux/arm64' },
    ]);
  });

  it('hold one that nobody asked about, with a gap in place of each answer', () => {
    const evidence = twoPlatforms();
    const listed = listJudged({ ...evidence, perPlatform: evidence.perPlatform.slice(0, 1) });
    const gap = (what: string) => ({
      kind: 'unreachable',
      why: `${what} was not asked about linux/arm64`,
      obstacle: 'ended',
    });
    expect(listed).toHaveLength(2);
    expect(listed[1]).toEqual({
      platform: { digest: digestOf('b'), label: 'linux/arm64' },
      name: 'linux/arm64',
      called: 'linux/arm64',
      sto: gap('STO'),
      slsa: gap('SLSA'),
      sbom: gap('SBOM'),
    });
  });

  it('are called by their digests where nobody labels them, and named for outputs as ever', () => {
    const evidence = evidenceWith({}, [platformWith('unknown', 'a')]);
    expect(listJudged(evidence)).toMatchObject([
      { name: 'unknown', called: 'unlabelled sha256:aaaaaaaaaaaa' },
    ]);
    const why = 'STO was not asked about unlabelled sha256:aaaaaaaaaaaa';
    expect(listJudged({ ...evidence, perPlatform: [] })).toMatchObject([{ sto: { why } }]);
  });

  it('are told apart by their digests where labels repeat, however long the labels are', () => {
    const long = 'x'.repeat(100);
    const platforms = [platformWith(long, 'a'), platformWith(long, 'b')];
    expect(listJudged(evidenceWith({}, platforms)).map(({ name }) => name)).toEqual([
      `${'x'.repeat(79)}… sha256:aaaaaaaaaaaa`,
      `${'x'.repeat(79)}… sha256:bbbbbbbbbbbb`,
    ]);
  });
});
