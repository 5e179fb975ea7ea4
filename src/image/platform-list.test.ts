import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from './digest.ts';
import {
  findMissing,
  type Leaf,
  listPlatforms,
  type PlatformSources,
  type Row,
} from './platform-list.ts';

const digest = (digit: string): Digest => `sha256:${digit.repeat(64)}`;
const leaf = (digit: string, label?: string, isAttestation = false): Leaf => ({
  digest: digest(digit),
  label,
  isAttestation,
});
const row = (digit: string, osArch: string): Row => ({ digest: digest(digit), osArch });

function list(sources: Partial<PlatformSources>, wanted: 'all' | readonly string[] = 'all') {
  const full = { leaves: undefined, rows: undefined, indexes: new Set<Digest>(), proven: true };
  return listPlatforms({ ...full, ...sources }, wanted);
}
const labels = (platforms: readonly { readonly label: string }[]) =>
  platforms.map(({ label }) => label);

describe('the platforms from both sources', () => {
  it('are labelled by the index, else by the row', () => {
    const { judged } = list({
      leaves: [leaf('a', 'linux/arm/v7'), leaf('b')],
      rows: [row('a', 'linux/arm'), row('b', 'linux/amd64')],
    });
    expect(labels(judged)).toEqual(['linux/arm/v7', 'linux/amd64']);
  });

  it.each(['unknown/unknown', '/', '', 'linux', 'linux/', 'unknown/amd64'])(
    'are called unknown by a row that says “%s”',
    (osArch) => {
      expect(labels(list({ rows: [row('a', osArch)] }).judged)).toEqual(['unknown']);
    },
  );

  it('hold no index', () => {
    const { judged } = list({
      leaves: [leaf('a', 'linux/amd64')],
      rows: [row('a', 'linux/amd64'), row('2', 'unknown/unknown')],
      indexes: new Set([digest('2')]),
    });
    expect(judged).toHaveLength(1);
  });

  it('hold what one mention calls an attestation and another a child', () => {
    const { judged } = list({ leaves: [leaf('a', undefined, true), leaf('a', 'linux/amd64')] });
    expect(labels(judged)).toEqual(['linux/amd64']);
  });

  it('hold a real image that the index labels as a platform, whatever its config says', () => {
    const { judged } = list({
      leaves: [leaf('a', 'linux/amd64'), leaf('b', 'linux/amd64')],
      rows: [row('a', 'linux/amd64'), row('b', 'unknown/unknown')],
    });
    expect(judged).toHaveLength(2);
  });

  it('leave out nothing when there is no index to say what an attestation is', () => {
    expect(list({ rows: [row('a', 'unknown/unknown')] }).judged).toHaveLength(1);
  });

  it('are proven only when the index is', () => {
    const leaves = [leaf('a')];
    expect(list({ leaves }).proven).toBe(true);
    expect(list({ leaves, proven: false }).proven).toBe(false);
    expect(list({ rows: [row('a', 'linux/amd64')] }).proven).toBe(false);
  });
});

describe('the wanted platforms', () => {
  const sources = {
    leaves: [leaf('a', 'linux/amd64'), leaf('b', 'linux/arm/v7'), leaf('c')],
  };

  it('are judged, and what nobody can label; the rest is listed', () => {
    const { judged, notJudged } = list(sources, ['linux/amd64']);
    expect(labels(judged)).toEqual(['linux/amd64', 'unknown']);
    expect(labels(notJudged)).toEqual(['linux/arm/v7']);
  });

  it('mean every variant of themselves', () => {
    expect(labels(list(sources, ['linux/arm']).judged)).toContain('linux/arm/v7');
    expect(labels(list(sources, ['linux/arm/v6']).judged)).not.toContain('linux/arm/v7');
    expect(labels(list(sources, ['linux/ar']).judged)).not.toContain('linux/arm/v7');
  });

  it('mean every version of an operating system', () => {
    const leaves = [
      leaf('a', 'windows/amd64 10.0.17763.1'),
      leaf('b', 'windows/amd64 10.0.20348.1'),
    ];
    expect(list({ leaves }, ['windows/amd64']).judged).toHaveLength(2);
  });

  it('are missing when no judged platform answers to them', () => {
    const wanted = ['linux/amd64', 'linux/arm', 'linux/s390x'];
    expect(findMissing(list(sources, wanted), wanted)).toEqual(['linux/s390x']);
    expect(findMissing(list(sources), 'all')).toEqual([]);
  });

  it('are not found in what cannot be labelled', () => {
    expect(findMissing(list({ leaves: [leaf('c')] }, ['linux/amd64']), ['linux/amd64'])).toEqual([
      'linux/amd64',
    ]);
  });
});

describe('whatever the sources are', () => {
  const anyDigest = fc.constantFrom(...[...'abcdef'].map(digest));
  const anyLabel = fc.constantFrom('linux/amd64', 'linux/arm64', 'linux/arm/v7', undefined);
  const anyLeaf: fc.Arbitrary<Leaf> = fc.record({
    digest: anyDigest,
    label: anyLabel,
    isAttestation: fc.boolean(),
  });
  const anyRow: fc.Arbitrary<Row> = fc.record({
    digest: anyDigest,
    osArch: fc.constantFrom('linux/amd64', 'linux/arm64', 'unknown/unknown', '/', ''),
  });
  const anySources = fc.record({
    leaves: fc.option(fc.array(anyLeaf), { nil: undefined }),
    rows: fc.option(fc.array(anyRow), { nil: undefined }),
  });
  const anyWanted = fc.constantFrom<'all' | readonly string[]>('all', ['linux/amd64'], ['a/b']);

  it('no digest is lost that the index does not call an attestation every time', () => {
    fc.assert(
      fc.property(anySources, anyWanted, ({ leaves, rows }, wanted) => {
        const { judged, notJudged } = list({ leaves, rows }, wanted);
        const listed = [...judged, ...notJudged].map((platform) => platform.digest);
        const named = [...(leaves ?? []), ...(rows ?? [])].map((entry) => entry.digest);
        const attested = new Set(
          named.filter((one) => {
            const mentions = (leaves ?? []).filter((entry) => entry.digest === one);
            return mentions.length > 0 && mentions.every(({ isAttestation }) => isAttestation);
          }),
        );
        for (const one of named) if (!attested.has(one)) expect(listed).toContain(one);
      }),
    );
  });

  it('every digest is listed once at most, and none is invented', () => {
    fc.assert(
      fc.property(anySources, anyWanted, ({ leaves, rows }, wanted) => {
        const { judged, notJudged } = list({ leaves, rows }, wanted);
        const listed = [...judged, ...notJudged].map((platform) => platform.digest);
        expect(new Set(listed).size).toBe(listed.length);
        const named = [...(leaves ?? []), ...(rows ?? [])].map((entry) => entry.digest);
        expect(listed.every((one) => named.includes(one))).toBe(true);
      }),
    );
  });

  it('nothing is left aside when all are wanted', () => {
    fc.assert(
      fc.property(anySources, ({ leaves, rows }) => {
        expect(list({ leaves, rows }).notJudged).toEqual([]);
      }),
    );
  });
});

describe('answers that would mislead', () => {
  it('platforms: linux/arm64/v8 (as buildx writes it) names linux/arm64', () => {
    const leaves = [{ digest: digest('a'), label: 'linux/arm64', isAttestation: false }];
    const sources = { leaves, rows: undefined, indexes: new Set<never>(), proven: true };
    expect(listPlatforms(sources, ['linux/arm64/v8']).judged).toHaveLength(1);
  });

  it('a child labelled Linux/x86_64 runs on linux/amd64 hosts (containerd normalises), so it is judged with them', () => {
    const leaves = [
      { digest: digest('a'), label: 'linux/amd64', isAttestation: false },
      { digest: digest('b'), label: 'linux/x86_64', isAttestation: false },
    ];
    const sources = { leaves, rows: undefined, indexes: new Set<never>(), proven: true };
    expect(listPlatforms(sources, ['linux/amd64']).judged).toHaveLength(2);
  });
});

describe('platforms that would slip by the wanted ones', () => {
  it.each(['linux/arm', 'linux/arm/7', 'linux/armhf'])(
    'a child labelled %s runs on linux/arm/v7 hosts, so it is judged with them',
    (label) => {
      const { judged, notJudged } = list(
        { leaves: [leaf('e', label), leaf('a', 'linux/arm/v7')] },
        ['linux/arm/v7'],
      );
      expect(judged).toHaveLength(2);
      expect(notJudged).toEqual([]);
    },
  );

  it('a row without a variant does not make another variant of what the index names', () => {
    const leaves = [leaf('a', 'linux/arm/v6'), leaf('b', 'linux/arm/v7')];
    const rows = [row('a', 'linux/arm'), row('b', 'linux/arm')];
    expect(labels(list({ leaves, rows }, ['linux/arm/v7']).judged)).toEqual(['linux/arm/v7']);
    expect(labels(list({ rows }, ['linux/arm/v7']).judged)).toHaveLength(2);
  });

  it('a child that the index does not label is judged, whatever a row says of it', () => {
    const leaves = [leaf('a', 'linux/amd64'), leaf('e')];
    const rows = [row('e', 'windows/amd64')];
    expect(list({ leaves, rows }, ['linux/amd64']).judged).toHaveLength(2);
  });
});

describe('a list of megabytes', () => {
  it('is read in a moment', () => {
    const rows = Array.from({ length: 40_000 }, (_, at): Row => {
      return { digest: `sha256:${String(at).padStart(64, '0')}`, osArch: 'linux/amd64' };
    });
    const leaves = rows.map((one): Leaf => ({ ...leaf('a', 'linux/amd64'), digest: one.digest }));
    const began = performance.now();
    expect(list({ leaves, rows }, ['linux/amd64']).judged).toHaveLength(rows.length);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
