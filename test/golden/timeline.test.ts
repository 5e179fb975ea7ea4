import { describe, expect, it } from 'vitest';
import type { ImageResult, TimelineEntry } from '../../src/gate/result.ts';
import { timelineSection } from '../../src/report/page/timeline.ts';
import { gantt } from '../../src/report/page/timeline-gantt.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { entry, gateResult, imageResult, NOW, STARTED_AT } from './results.ts';

function rowsOf(image: ImageResult): string[][] {
  const { html } = timelineSection(image, false);
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd]>(.*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      cell.replace(/<[^>]*>/g, '').replaceAll('&nbsp;', ' '),
    ),
  );
}

function chartOf(
  timeline: readonly TimelineEntry[],
  overrides: Partial<ImageResult> = {},
): string[] {
  const { html } = gantt(imageResult({ timeline, waited: 60_000, ...overrides }));
  return html.trim().split('\n');
}

describe('the timeline', () => {
  it('goes from the push to the verdict, with times and polls', () => {
    expect(rowsOf(imageResult())).toEqual([
      ['Step', 'After', 'Polls before'],
      ['Pushed', '1m before', '–'],
      ['Visible in Harness', '0s', '1 Harness'],
      ['Visible in Artifactory', '1s', '1 JFrog'],
      ['Xray PENDING', '1s', '1 JFrog'],
      ['Xray SCANNING', '21s', '3 JFrog'],
      ['Xray DONE', '2m 31s', '12 JFrog'],
      ['Asking for STO and SLSA', '2m 31s', '–'],
      ['Verdict: passed', '3m 12s', '2 Harness'],
    ]);
  });

  it('stands with each of several images', () => {
    const summary = summaryOf(gateResult([imageResult(), imageResult()]), NOW);
    expect(summary.match(/<th>Polls before<\/th>/g)).toHaveLength(2);
  });

  it('leaves out the middle of a very long one', () => {
    const timeline = Array.from({ length: 500 }, (_, at) => entry(at, `Xray ${at}`));
    const rows = rowsOf(imageResult({ timeline }));
    expect(rows).toHaveLength(61);
    expect(rows.at(-1)?.[0]).toBe('Xray 499');
  });

  it('is not there where nothing happened', () => {
    expect(timelineSection(imageResult({ timeline: [] }), true).html).toBe('');
    const timeline = [entry(900, 'failed')];
    const atOnce = imageResult({ timeline, verdict: 'failed' });
    expect(timelineSection(atOnce, true).html).toBe('');
  });

  it('begins at a time like those of the rest of the page, to the second', () => {
    expect(timelineSection(imageResult(), false).html).toMatch(
      /^<p><b>Timeline<\/b>, from 2025-11-21 08:00:00 UTC<\/p>/,
    );
  });

  it('knows an image that was pushed a moment ago', () => {
    const pushedAt = STARTED_AT - 300;
    const version = { size: undefined, pushedBy: undefined, pushedAt };
    expect(rowsOf(imageResult({ version }))[1]).toEqual(['Pushed', 'just before', '–']);
  });

  it('keeps a number with what it counts', () => {
    expect(timelineSection(imageResult(), false).html).toContain('<td>12&nbsp;JFrog</td>');
  });
});

describe('the chart', () => {
  it('has a bar for each phase and a mark for the verdict', () => {
    const { html } = gantt(imageResult());
    expect(html).toMatch(/^\n\n```mermaid\ngantt\n[^`]*\n```\n\n$/);
    expect(html.match(/^(?!section).* :/gm)).toEqual([
      'Until visible :',
      'STO and SLSA :',
      'Until visible :',
      'Xray PENDING :',
      'Xray SCANNING :',
      'Xray DONE :',
      'Verdict passed :',
    ]);
  });

  it('is not drawn for a wait that nobody noticed, nor for one of days', () => {
    for (const waited of [9_000, 86_400_000]) {
      expect(gantt(imageResult({ timeline: [entry(1, 'second reading')], waited })).html).toBe('');
    }
  });

  it('never repeats what a server said', () => {
    const chart = chartOf([entry(5, 'Xray :crit, 00:00\n```\n<b>'), entry(6, 'Xray evil')]);
    expect(chart.filter((line) => line.startsWith('Xray'))).toEqual([
      'Xray other state :00:00:00.005, 00:00:00.006',
      'Xray other state :crit, 00:00:00.006, 00:01:00.000',
    ]);
    expect(chart.join('\n')).not.toContain('evil');
  });

  it('shows as bad what had not come when the run ended', () => {
    expect(chartOf([entry(10, 'Xray SCANNING')], { verdict: 'inconclusive' })).toEqual(
      expect.arrayContaining([
        'Until visible :crit, 00:00:00.000, 00:01:00.000',
        'Xray SCANNING :crit, 00:00:00.010, 00:01:00.000',
        'Verdict inconclusive :crit, milestone, 00:01:00.000, 00:01:00.000',
      ]),
    );
  });

  it('shows a second reading by itself where the gate marks one', () => {
    const chart = chartOf([
      entry(20_000, 'asking for STO and SLSA'),
      entry(50_000, 'second reading'),
    ]);
    expect(chart).toContain('STO and SLSA :00:00:20.000, 00:00:50.000');
    expect(chart).toContain('Second reading :00:00:50.000, 00:01:00.000');
  });

  it.each([
    [10_000, '%M:%S', '2second'],
    [90_000, '%M:%S', '15second'],
    [1_800_000, '%M:%S', '5minute'],
    [7_200_000, '%H:%M', '15minute'],
    [86_399_000, '%H:%M', '3hour'],
  ])('has a scale that fits %d ms', (waited, axis, tick) => {
    expect(chartOf([], { waited })).toEqual(
      expect.arrayContaining([`axisFormat ${axis}`, `tickInterval ${tick}`]),
    );
  });

  it('stands in a summary for the first few images only', () => {
    const many = gateResult(Array.from({ length: 10 }, () => imageResult()));
    expect(summaryOf(many, NOW).match(/```mermaid/g)).toHaveLength(3);
  });
});
