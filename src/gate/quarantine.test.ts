import { describe, expect, it } from 'vitest';
import { gate } from '../gate.ts';
import { shortDigest } from '../image/digest.ts';
import { known } from '../image/evidence.ts';
import {
  AMD64,
  ARM64,
  inTurn,
  listingWith,
  OTHER,
  PUSHED,
  rowOf,
  statusOf,
  versionWith,
} from './ports.fixture.ts';
import type { Version } from './ports.ts';
import { combineQuarantine, findSilent } from './quarantine.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);
const SUBJECTS = [PUSHED, AMD64];
const claim = (digest: typeof PUSHED, quarantined: boolean | undefined) => ({
  digest,
  quarantined,
  reason: 'because',
});

describe('combineQuarantine', () => {
  it('needs an explicit false for every digest', () => {
    const claims = [claim(PUSHED, false), claim(AMD64, false)];
    expect(combineQuarantine(SUBJECTS, claims, undefined)).toEqual(known({ quarantined: false }));
  });

  it.each([
    ['one digest is not mentioned', [claim(PUSHED, false)]],
    ['one source says nothing of it', [claim(PUSHED, false), claim(AMD64, undefined)]],
    ['nobody says anything', []],
  ])('does not know when %s', (_, claims) => {
    expect(combineQuarantine(SUBJECTS, claims, undefined).kind).toBe('absent');
  });

  it('is quarantined as soon as any source says so', () => {
    const claims = [claim(PUSHED, false), claim(PUSHED, true)];
    expect(combineQuarantine(SUBJECTS, claims, undefined)).toMatchObject({
      value: { quarantined: true, what: 'the image', reason: 'because' },
    });
  });

  it('does not care for the quarantine of another digest', () => {
    const claims = [claim(PUSHED, false), claim(AMD64, false), claim(OTHER, true)];
    expect(combineQuarantine(SUBJECTS, claims, undefined)).toEqual(known({ quarantined: false }));
  });

  it('names the platform', () => {
    const list = { proven: true, judged: [{ digest: AMD64, label: 'linux/amd64' }], notJudged: [] };
    expect(combineQuarantine(SUBJECTS, [claim(AMD64, true)], list)).toMatchObject({
      value: { what: 'linux/amd64' },
    });
  });

  it.each([
    ['that shares its label', 'linux/amd64', `linux/amd64 ${shortDigest(AMD64)}`],
    ['that nobody labels', 'unknown', `unlabelled ${shortDigest(AMD64)}`],
  ])('tells a platform %s from the others', (_, label, what) => {
    const judged = [
      { digest: AMD64, label },
      { digest: OTHER, label: 'linux/amd64' },
    ];
    const list = { proven: true, judged, notJudged: [] };
    expect(combineQuarantine(SUBJECTS, [claim(AMD64, true)], list)).toMatchObject({
      value: { what },
    });
  });
});

describe('findSilent', () => {
  it('finds the digests that no source speaks of', () => {
    expect(findSilent(SUBJECTS, [claim(PUSHED, true), claim(AMD64, undefined)])).toEqual([AMD64]);
  });
});

describe('a quarantine', () => {
  const running = { readStatus: async () => statusOf('SCANNING') };

  it.each([
    ['of the image itself', { readVersion: async () => versionWith({ quarantined: true }) }],
    [
      'of a platform',
      {
        readRows: async () => [
          rowOf(AMD64, 'linux/amd64'),
          rowOf(ARM64, 'linux/arm64', { quarantined: true }),
        ],
      },
    ],
    [
      'that only a list shows of our version',
      { readListing: async () => listingWith({ quarantine: { reason: 'critical issues' } }) },
    ],
  ])('%s fails and ends the waiting', async (_, registry) => {
    const run = await runGate({ registry, scanner: running });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('quarantined');
    expect(run.image.waited).toBe(0);
  });

  it('lets every other rule have its say all the same', async () => {
    const run = await runGate({
      registry: { readVersion: async () => versionWith({ quarantined: true }) },
      scanner: running,
    });
    expect(run.finding('sto')?.result).toBe('passed');
    expect(run.finding('xray')?.cause).toBe('ended');
  });

  it('only reports, and ends nothing, when quarantine is off', async () => {
    const run = await runGate({
      registry: { readVersion: async () => versionWith({ quarantined: true }) },
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('DONE')) },
      policy: { quarantine: 'off' },
    });
    expect(run.verdict).toBe('passed');
    expect(run.finding('quarantine')).toMatchObject({ result: 'noted', found: 'quarantined' });
  });

  it('of a platform that does not ship is none', async () => {
    const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64', { quarantined: true })];
    const run = await runGate({
      registry: { readRows: async () => rows },
      platforms: ['linux/amd64'],
    });
    expect(run.verdict).toBe('passed');
  });

  it('is not ruled out while Harness does not say so of every digest', async () => {
    const readVersion = async ({ digest }: Version) =>
      versionWith({ quarantined: digest === ARM64 ? undefined : false });
    const readRows = async () => [
      rowOf(AMD64, 'linux/amd64'),
      rowOf(ARM64, 'linux/arm64', { quarantined: undefined }),
    ];
    const run = await runGate({ registry: { readVersion, readRows } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('quarantined');
  });

  it('asks docker/details of each platform that no row speaks of', async () => {
    const readRows = async () => [rowOf(AMD64, 'linux/amd64')];
    const run = await runGate({ registry: { readRows } });
    expect(run.verdict).toBe('passed');
    expect(run.times('readVersion', ARM64).length).toBeGreaterThan(0);
    expect(run.times('readVersion', AMD64)).toEqual([]);
  });
});

describe('the firewall', () => {
  it('ends the waiting when it blocks', async () => {
    const run = await runGate({
      registry: { readListing: async () => listingWith({ firewall: known('BLOCKED') }) },
      scanner: { readStatus: async () => statusOf('SCANNING') },
    });
    expect(run.verdict).toBe('failed');
    expect(run.image.waited).toBe(0);
  });

  it('ends nothing when it warns', async () => {
    const run = await runGate({
      registry: { readListing: async () => listingWith({ firewall: known('WARN') }) },
    });
    expect(run.verdict).toBe('passed');
    expect(run.finding('firewall')?.result).toBe('noted');
  });
});
