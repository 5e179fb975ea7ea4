import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../policy/evidence.fixture.ts';
import { type FakeClock, fakeClock } from './clock.fixture.ts';
import { Clocks } from './clocks.ts';
import { inputsWith } from './run.fixture.ts';

/** Clocks, and the moment they say as milliseconds since the start. */
function start(clock: FakeClock = fakeClock()) {
  const clocks = new Clocks(clock, inputsWith().timing);
  const zero = clock.now();
  return { clock, clocks, since: (at: number) => at - zero };
}

describe('scan-timeout', () => {
  it('runs from the first appearance, and only from the first', async () => {
    const { clock, clocks, since } = start();
    await clock.sleep(1_000);
    clocks.markAppeared();
    await clock.sleep(60_000);
    clocks.markAppeared();
    expect(since(clocks.scanUntil())).toBe(1_000 + 30 * MINUTE_MS);
  });

  it('does not run before the image is there', async () => {
    const { clock, clocks, since } = start();
    await clock.sleep(60_000);
    expect(since(clocks.scanUntil())).toBe(60_000 + 30 * MINUTE_MS);
  });
});

describe('appear-timeout', () => {
  it('runs from the first request to the system', async () => {
    const { clock, clocks, since } = start();
    await clock.sleep(1_000);
    expect(since(clocks.startAppearing().until)).toBe(1_000 + 5 * MINUTE_MS);
  });

  it('stands still while the system answers 429, once for all that wait', async () => {
    const { clock, clocks, since } = start();
    const appearing = clocks.startAppearing();
    expect(since(appearing.rest(60_000))).toBe(6 * MINUTE_MS);
    expect(since(appearing.rest(60_000))).toBe(6 * MINUTE_MS);
    await clock.sleep(30_000);
    expect(since(appearing.rest(60_000))).toBe(6.5 * MINUTE_MS);
    expect(since(appearing.until)).toBe(6.5 * MINUTE_MS);
    await clock.sleep(2 * MINUTE_MS);
    expect(since(appearing.rest(1_000))).toBe(6.5 * MINUTE_MS + 1_000);
  });

  it('does not stand still for longer than scans may take', () => {
    const { clocks, since } = start();
    expect(since(clocks.startAppearing().rest(DAY_MS))).toBe(35 * MINUTE_MS);
  });
});

describe('the clock of if-present', () => {
  it.each([0, MINUTE_MS, 10 * MINUTE_MS - 1])(
    'runs from the first appearance for a push so young that clocks apart could explain it: %i ms',
    (age) => {
      const { clock, clocks, since } = start();
      clocks.markAppeared();
      clocks.markPushed(clock.wall() - age);
      expect(since(clocks.ifPresentUntil())).toBe(5 * MINUTE_MS);
    },
  );

  it('runs from the push where clocks apart cannot explain it', async () => {
    const { clock, clocks, since } = start();
    clocks.markAppeared();
    clocks.markPushed(clock.wall() - 10 * MINUTE_MS);
    expect(since(clocks.ifPresentUntil())).toBe(-5 * MINUTE_MS);
    await clock.sleep(MINUTE_MS);
    expect(since(clocks.ifPresentUntil())).toBe(-5 * MINUTE_MS);
  });

  it('is over for an image pushed long ago', () => {
    const { clock, clocks } = start();
    clocks.markAppeared();
    clocks.markPushed(clock.wall() - DAY_MS);
    expect(clocks.ifPresentUntil()).toBeLessThan(clock.now());
  });

  it('runs from the first appearance where the push is not known or lies in the future', async () => {
    const { clock, clocks, since } = start();
    clocks.markPushed(undefined);
    clocks.markPushed(clock.wall() + DAY_MS);
    clocks.markAppeared();
    await clock.sleep(1_000);
    expect(since(clocks.ifPresentUntil())).toBe(5 * MINUTE_MS);
  });

  it('never runs longer than scan-timeout', () => {
    const clock = fakeClock();
    const { timing } = inputsWith({ timing: { scanTimeout: MINUTE_MS } });
    const clocks = new Clocks(clock, timing);
    clocks.markAppeared();
    expect(clocks.ifPresentUntil()).toBe(clock.now() + MINUTE_MS);
  });
});

describe('a question asked once at the end', () => {
  it('gets what is left of scan-timeout, but no less than one attempt', async () => {
    const { clock, clocks, since } = start();
    clocks.markAppeared();
    expect(since(clocks.onceUntil())).toBe(30 * MINUTE_MS);
    await clock.sleep(31 * MINUTE_MS);
    expect(since(clocks.onceUntil())).toBe(31 * MINUTE_MS + 30_000);
  });
});
