import { describe, expect, it } from 'vitest';
import { digest, evidence, imageResult, platform, requested } from '../../test/golden/results.ts';
import { known } from '../image/evidence.ts';
import { prose } from './markdown.ts';
import { digestHtml, nameHtml, nameOf, phrasesOf } from './names.ts';

function imageWith(...tags: string[]) {
  return imageResult({ image: requested({ tags }) });
}

describe('nameHtml', () => {
  it.each([
    [['1.4.2'], '<code>app:1.4.2</code>'],
    [['1.4.2', 'latest'], '<code>app:1.4.2</code>, <code>latest</code>'],
    [['1', '2', '3', '4'], '<code>app:1</code>, <code>2</code> and 2 more'],
    [[], '<code>app@sha256:9f2c01ab34cd</code>'],
    [['<b>', '`x`'], '<code>app:&lt;b&gt;</code>, <code>&#96;x&#96;</code>'],
  ])('%j', (tags, shown) => {
    expect(nameHtml(imageWith(...tags)).html).toBe(shown);
  });

  it('says the same as the plain name', () => {
    const image = imageWith('1.4.2', '1.4', '1', 'latest');
    expect(nameHtml(image).html.replace(/<[^>]*>/g, '')).toBe(nameOf(image));
  });
});

describe('digestHtml', () => {
  it('says which digest a tag stood for', () => {
    expect(digestHtml(imageWith('1.4.2')).html).toBe('<code>sha256:9f2c01ab34cd</code>');
    expect(digestHtml(imageResult({ digest: undefined })).html).toBe('digest unknown');
  });

  it('does not repeat a digest that is the name', () => {
    expect(digestHtml(imageWith()).html).toBe('');
  });
});

describe('phrasesOf', () => {
  it.each([
    ['the tag latest now points to another image', 'the tag <code>latest</code> now'],
    ['the tags 2.0 and latest point to', 'the tags <code>2.0</code> and <code>latest</code>'],
    ['0 critical issues (app:2.0, latest)', '(<code>app:2.0</code>, <code>latest</code>)'],
    ['the latest scan', 'the latest scan'],
  ])('%s', (sentence, shown) => {
    const names = phrasesOf(imageWith('2.0', 'latest'));
    expect(prose(sentence, 500, { names }).html).toContain(shown);
  });

  it('shows a platform in one piece, whatever tells it from others', () => {
    const judged = [
      platform('windows/amd64 10.0.20348.1', 'a1'),
      platform('linux/arm64', 'b1'),
      platform('linux/arm64', 'c1'),
    ];
    const platforms = known({ proven: true, judged, notJudged: [] });
    const names = phrasesOf(imageResult({ evidence: evidence({ platforms }) }));
    const second = `linux/arm64 ${digest('c1').slice(0, 19)}`;
    const { html } = prose(`STO has no result for windows/amd64 10.0.20348.1 (${second})`, 500, {
      names,
    });
    expect(html).toBe(
      `STO has no result for <code>windows/amd64 10.0.20348.1</code> (<code>${second}</code>)`,
    );
  });

  it('takes no count for a tag', () => {
    const names = phrasesOf(imageWith('2', '3'));
    const { html } = prose('0 critical and 3 high issues', 500, { names });
    expect(html).toBe('0 critical and 3 high issues');
  });
});
