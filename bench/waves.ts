/**
 * How many requests waited for one another: the longest chain in which each was sent after the one before had been
 * answered. `answerMs` is how long every answer took, much longer than all else.
 */
export function countWaves(sentAt: readonly number[], answerMs: number): number {
  let waves = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  for (const at of sentAt.toSorted((a, b) => a - b)) {
    if (at < answeredAt) continue;
    waves += 1;
    answeredAt = at + answerMs;
  }
  return waves;
}
