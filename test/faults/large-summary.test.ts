import { beforeAll, describe, expect, it } from 'vitest';
import { buildImage, buildIndex } from '../simulator/manifests.ts';
import { goodIntegration } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop } from '../simulator/shop.ts';
import { answers } from './content-faults.ts';
import type { Fault } from './exchange.ts';
import { byImage, manyImages } from './many-images.ts';
import { collectRows } from './record.ts';
import { type Outcome, tryOut } from './trial.ts';

const record = collectRows('summary over its limit');
/** GitHub drops a summary of more than 1 MiB as a whole. */
const MOST_BYTES = 900_000;
const MOST_RESULTS_BYTES = 100_000;
/** Each character takes five or six in HTML. */
const HOSTILE = `"'<&>\`|`;

const IMAGES = 1_000;
const BAD = 10;
const GOOD = 10;
const UNREADABLE = IMAGES - BAD - GOOD;

const unreadable = answers({
  status: 400,
  body: JSON.stringify({ message: HOSTILE.repeat(5_000) }),
});
const critical: Fault = (exchange) => {
  const reply = goodIntegration({ critical: 7 });
  return answers({ status: 200, body: reply === 'drop' ? '' : reply.body })(exchange);
};

/** A thousand images: nearly all end in an answer that is one long hostile text; the bad ones come last. */
async function judgeThousand(): Promise<Outcome> {
  const scenario = manyImages(IMAGES, {
    nameEnd: '-of-a-long-list-of-images-that-was-made-by-a-tool',
  });
  // With digests the list would not fit into a variable.
  const image = (scenario.inputs?.['image'] ?? '').replaceAll(/@sha256:[0-9a-f]{64}/g, '');
  return await tryOut({
    scenario,
    plan: byImage((index, { name }) => {
      if (index < UNREADABLE) return name === 'tags' ? unreadable : undefined;
      const isBad = index >= UNREADABLE + GOOD;
      return isBad && name === 'integrationdetails' ? critical : undefined;
    }),
    inputs: {
      image,
      xray: 'off',
      'jfrog-repository': undefined,
      'harness-requests-per-minute': '1000000',
      'poll-min-interval': '1ms',
      'poll-max-interval': '2ms',
    },
  });
}

/** One image of nearly as many platforms as the gate follows, each with a long hostile label. */
function manyPlatforms(): Scenario {
  const platforms = Array.from({ length: 198 }, (_, index) =>
    buildImage(`${index}`, { os: 'linux', architecture: `${index}${HOSTILE.repeat(100)}` }),
  );
  const results = platforms.map(({ digest }) => [digest, goodIntegration({ critical: 7 })]);
  return {
    name: 'many-platforms',
    title: 'One image of many platforms with long labels',
    expect: { verdict: 'failed', reason: /critical/ },
    world: () =>
      createShop({ pushed: [buildIndex(platforms)], integration: Object.fromEntries(results) }),
  };
}

/** What was left out must not leave half an element behind. */
function expectWhole(summary: string): void {
  for (const tag of ['table', 'tbody', 'tr', 'td', 'p', 'ul', 'li', 'code', 'details', 'h3']) {
    const opened = summary.split(`<${tag}>`).length;
    expect(summary.split(`</${tag}>`).length, tag).toBe(opened);
  }
}

/** The numbers of the images in the order in which a text first names them. */
function namedIn(text: string): readonly number[] {
  return [...new Set([...text.matchAll(/app-(\d+)/g)].map(([, number]) => Number(number)))];
}

interface Listed {
  readonly image: string;
  readonly verdict: string;
}

/** How many images with the same verdict follow each other. */
function countInOrder(images: readonly Listed[]): readonly (readonly [string, number])[] {
  const verdicts = [...new Set(images.map(({ verdict }) => verdict))];
  const counts = verdicts.map(
    (one) => [one, images.filter(({ verdict }) => verdict === one).length] as const,
  );
  const inOrder = counts.flatMap(([verdict, count]) =>
    Array.from({ length: count }, () => verdict),
  );
  expect(images.map(({ verdict }) => verdict)).toEqual(inOrder);
  return counts;
}

describe('a run of 1,000 images, 980 of which end in a long hostile text', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await judgeThousand();
  });

  it('is decided by the worst of them, soon and in little memory', () => {
    const { run, verdict, reason, ms, peakMb } = outcome;
    record({ fault: '1,000 images, 980 with a long hostile text', ended: verdict, ms, peakMb });
    expect(verdict, reason).toBe('failed');
    expect(reason).toMatch(/^Failed: 7 critical issues, 0 allowed \(app-990\S*, linux\/amd64\); /);
    expect(reason).toMatch(/10 of 1000 images failed, 980 inconclusive\.$/);
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ critical: '7', approved: '' });
    expect(ms).toBeLessThan(15_000);
    expect(peakMb).toBeLessThan(300);
  });

  it('has a summary just below its limit, whose tables and sections begin with the worst', () => {
    const { summary, log } = outcome.run;
    const bytes = Buffer.byteLength(summary);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    expect(bytes, 'it would be over its limit').toBeGreaterThan(0.9 * MOST_BYTES);
    expect(log).not.toContain('upload aborted');
    expect(summary).toMatch(/^## .*Failed/);
    const worst = Array.from({ length: BAD }, (_, index) => UNREADABLE + GOOD + index);
    const [table = '', ...sections] = summary.split(/(?<=<\/table>)/);
    expect(namedIn(table).slice(0, BAD + 1)).toEqual([...worst, 0]);
    expect(namedIn(sections.join('')).slice(0, BAD + 1)).toEqual([...worst, 0]);
    expect(summary).toMatch(/\d+ more images have no section/);
    expectWhole(summary);
  });

  it('has the worst in the output results, and counts what is left out of it', () => {
    const { results = '' } = outcome.run.outputs;
    const { images, omitted } = JSON.parse(results);
    expect(Buffer.byteLength(results)).toBeLessThanOrEqual(MOST_RESULTS_BYTES);
    expect(omitted).toBeGreaterThan(0);
    expect(images.length + omitted).toBe(IMAGES);
    expect(countInOrder(images)[0]).toEqual(['failed', BAD]);
  });

  it('has all of them in the report', () => {
    const { images } = JSON.parse(outcome.run.files['image-gate/report.json'] ?? '');
    expect(countInOrder(images)).toEqual([
      ['failed', BAD],
      ['inconclusive', UNREADABLE],
      ['passed', GOOD],
    ]);
    expect(new Set(images.map(({ image }: Listed) => image)).size).toBe(IMAGES);
  });
});

describe('one image of 198 platforms with long hostile labels', () => {
  it('has a summary far below the limit, and all platforms in the report', async () => {
    const { run, verdict, reason, ms, peakMb } = await tryOut({ scenario: manyPlatforms() });
    record({ fault: '198 platforms with long hostile labels', ended: verdict, ms, peakMb });
    expect(verdict, reason).toBe('failed');
    expect(reason).toMatch(/^Failed: 7 critical issues, 0 allowed/);
    expect(Buffer.byteLength(run.summary)).toBeLessThan(MOST_BYTES / 2);
    expectWhole(run.summary);
    const digests = (run.files['image-gate/report.json'] ?? '').match(/sha256:[0-9a-f]{64}/g);
    expect(new Set(digests).size).toBeGreaterThanOrEqual(198);
  });
});
