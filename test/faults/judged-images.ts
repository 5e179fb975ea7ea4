import type { Plan } from './exchange.ts';
import { type Crowd, manyImages } from './many-images.ts';
import { type Outcome, type Trial, tryOut } from './trial.ts';

/** What became of one image of many. */
export interface Judged {
  readonly verdict: string;
  readonly reason: string;
  /** On the gate's own clock. */
  readonly waitedSeconds: number;
}

/** Time runs ten times as fast in these runs. */
export const SPEED = 10;

/** Judges so many images in one run, each with faults of its own; the results stand in the images' order. */
export async function judgeMany(
  count: number,
  plan: Plan,
  trial: Trial & { readonly crowd?: Crowd } = {},
): Promise<{ readonly outcome: Outcome; readonly images: readonly Judged[] }> {
  const { crowd, ...rest } = trial;
  const outcome = await tryOut({
    scenario: manyImages(count, crowd),
    plan,
    ...rest,
    inputs: {
      'appear-timeout': '60s',
      'scan-timeout': '60s',
      'poll-min-interval': '500ms',
      'poll-max-interval': '2s',
      ...trial.inputs,
    },
    preload: ['fast-time.mjs'],
    env: { TIME_SPEED: String(SPEED) },
  });
  const { images } = JSON.parse(outcome.run.outputs['results'] ?? '{"images":[]}');
  const judged: Judged[] = [];
  for (const image of images) {
    const index = Number(/app-(\d+)$/.exec(image.image)?.[1]);
    judged[index] = {
      verdict: image.verdict,
      reason: image.reason,
      waitedSeconds: image['waited-seconds'],
    };
  }
  return { outcome, images: judged };
}
