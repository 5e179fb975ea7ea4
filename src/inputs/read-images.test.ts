import { describe, expect, it } from 'vitest';
import type { RequestedImage } from '../image/reference.ts';
import { EXAMPLE_DIGEST as DIGEST, exampleInputs, type Written } from './inputs.fixture.ts';
import { readInputs } from './read-inputs.ts';

const OTHER_DIGEST = `sha256:${'0'.repeat(64)}`;
const BASE = 'pkg.harness.io/abc_12-x/reg';
const JFROG = 'acme.jfrog.io/docker-virtual';

function read(image: string, changes: Written = {}): readonly RequestedImage[] {
  const reading = readInputs(exampleInputs({ image, ...changes }), {});
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.inputs.images;
}

function problems(image: string, changes: Written = {}): readonly string[] {
  const reading = readInputs(exampleInputs({ image, ...changes }), {});
  return reading.ok ? [] : reading.problems;
}

describe('images', () => {
  it('reads one image', () => {
    expect(read(`${BASE}/team/app:1.4.2`)).toEqual([
      {
        name: `${BASE}/team/app`,
        host: 'pkg.harness.io',
        accountSegment: 'abc_12-x',
        registry: 'reg',
        artifact: 'team/app',
        tags: ['1.4.2'],
        digest: undefined,
        xray: { repository: 'docker-local', artifact: 'team/app', tags: ['1.4.2'] },
      },
    ]);
  });

  it('makes one image of references that differ only in the tag', () => {
    const [image, ...others] = read(`${BASE}/app:1\n${BASE}/app:latest, ${BASE}/app:1@${DIGEST}\n`);
    expect(image).toMatchObject({ tags: ['1', 'latest'], digest: DIGEST });
    expect(others).toEqual([]);
  });

  it('keeps different images apart, in order', () => {
    const names = read(`${BASE}/b:1,${BASE}/a:1,pkg.harness.io/abc_12-x/other/a:1`).map(
      ({ name }) => name,
    );
    expect(names).toEqual([`${BASE}/b`, `${BASE}/a`, 'pkg.harness.io/abc_12-x/other/a']);
  });

  it('does not accept two digests of one image', () => {
    expect(problems(`${BASE}/app:1@${DIGEST},${BASE}/app:2@${OTHER_DIGEST}`)).toEqual([
      `image "${BASE}/app" is given with two digests, ${DIGEST} and ${OTHER_DIGEST}: one image has one digest`,
    ]);
  });

  it('never assumes latest', () => {
    expect(problems(`${BASE}/app`)).toEqual([
      `image "${BASE}/app" has neither tag nor digest: add :tag, @sha256:… or both; latest is never assumed`,
    ]);
  });

  it('accepts the segment of a vanity host', () => {
    expect(read('registry.acme.example/oci/reg/app:1')[0]?.accountSegment).toBe('oci');
  });

  it('does not accept an image of another account', () => {
    expect(problems('pkg.harness.io/stranger/reg/app:1')).toEqual([
      'image "pkg.harness.io/stranger/reg/app:1" belongs to account "stranger", the key to "abc_12-x": ' +
        'change image, harness-api-key or harness-account (JFrog images are known by the host of jfrog-url)',
    ]);
  });

  it.each(['pkg.harness.io/abc_12-x/reg:1', 'pkg.harness.io/abc_12-x:1'])(
    'needs registry and artifact in %s',
    (text) => {
      expect(problems(text)).toEqual([
        `image "${text}" must be host/account/registry/artifact, or on the host of jfrog-url`,
      ]);
    },
  );

  it('does not accept a registry that Harness could not have', () => {
    expect(problems('pkg.harness.io/abc_12-x/re__g/app:1')[0]).toContain(
      'malformed registry "re__g"',
    );
  });

  it('names every wrong reference, beside other problems', () => {
    const found = problems(`${BASE}/app:, docker://${BASE}/app:1, pkg.harness.io/x/reg/app:1`, {
      digest: 'x',
    });
    expect(found).toHaveLength(4);
  });

  it('still compares the account when the key is missing but harness-account is given', () => {
    const changes = { 'harness-api-key': '', 'harness-account': 'mine' };
    expect(problems('pkg.harness.io/x/reg/app:1', changes)).toHaveLength(2);
  });

  it('names the first ten problems and counts the rest', () => {
    const text = Array.from({ length: 500 }, (_, index) => `${BASE}/app${index}:`).join('\n');
    const found = problems(text);
    expect(found).toHaveLength(11);
    expect(found.at(-1)).toBe('image has 490 more problems like these');
  });

  it('names ten problems without counting more', () => {
    const text = Array.from({ length: 10 }, (_, index) => `${BASE}/app${index}:`).join('\n');
    const found = problems(text);
    expect(found).toHaveLength(10);
    expect(found.at(-1)).toContain('app9:');
  });

  it('reads up to 1,000 references', () => {
    const texts = Array.from({ length: 1_001 }, (_, index) => `${BASE}/app${index}:1`);
    expect(read(texts.slice(1).join('\n'))).toHaveLength(1_000);
    expect(problems(texts.join('\n'))).toEqual([
      'image has 1001 references: at most 1000 in one run',
    ]);
  });
});

describe('digest', () => {
  it('pins the one image', () => {
    expect(read(`${BASE}/app:1,${BASE}/app:2`, { digest: DIGEST })[0]?.digest).toBe(DIGEST);
    expect(read(`${BASE}/app:1@${DIGEST}`, { digest: DIGEST })[0]?.digest).toBe(DIGEST);
    expect(read(`${BASE}/app`, { digest: DIGEST })[0]).toMatchObject({ tags: [], digest: DIGEST });
  });

  it('does not say which of several images it means', () => {
    expect(problems(`${BASE}/a:1,${BASE}/b:1`, { digest: DIGEST })).toEqual([
      'digest is given, but image names 2 images: write name:tag@sha256:… for each in image',
    ]);
  });

  it('must not contradict the reference', () => {
    expect(problems(`${BASE}/app:1@${DIGEST}`, { digest: OTHER_DIGEST })).toEqual([
      `digest is ${OTHER_DIGEST}, but image says ${DIGEST}: correct one, or leave digest out`,
    ]);
  });

  it.each(['1.4.2', DIGEST.toUpperCase(), `sha512:${'0'.repeat(128)}`, 'FROM-TAG'])(
    'refuses %s',
    (digest) => {
      expect(problems(`${BASE}/app:1`, { digest })).toEqual([
        expect.stringMatching(/^digest must be from-tag or a digest/),
      ]);
    },
  );
});

describe('the JFrog side', () => {
  const fromReference = { 'jfrog-repository': '' };

  it.each([
    ['https://acme.jfrog.io', 'acme.jfrog.io/docker-virtual/team/app:1'],
    ['https://acme.jfrog.io', 'acme.jfrog.io:443/docker-virtual/team/app:1'],
    ['https://acme.jfrog.io', 'acme-docker-virtual.jfrog.io/team/app:1'],
    ['https://acme.jfrog.io', 'docker-virtual.acme.jfrog.io/team/app:1'],
    ['https://art.example:8443', 'art.example:8443/docker-virtual/team/app:1'],
    ['https://art.example:8443', 'docker-virtual.art.example:8443/team/app:1'],
    ['http://[::1]:80', '[0:0::1]/docker-virtual/team/app:1'],
  ])('of %s is read from %s', (url, reference) => {
    const [image, ...others] = read(`${BASE}/team/app:1\n${reference}`, {
      ...fromReference,
      'jfrog-url': url,
    });
    expect(image?.xray).toEqual({
      repository: 'docker-virtual',
      artifact: 'team/app',
      tags: ['1'],
    });
    expect(others).toEqual([]);
  });

  it('carries the tags of its own references', () => {
    const text = `${BASE}/app:1,${BASE}/app:latest,${JFROG}/app:1`;
    expect(read(text, fromReference)[0]?.xray?.tags).toEqual(['1']);
  });

  it('is found by digest, with a tag of its own or none', () => {
    const changes = { ...fromReference, digest: DIGEST };
    expect(read(`${BASE}/app:1,${JFROG}/app@${DIGEST}`, changes)[0]?.xray?.tags).toEqual([]);
    expect(read(`${BASE}/app:1,${JFROG}/app:rc@${DIGEST}`, changes)[0]?.xray?.tags).toEqual(['rc']);
  });

  it("takes the input's repository rather than the reference's", () => {
    expect(read(`${BASE}/app:1,${JFROG}/app:1`)[0]?.xray?.repository).toBe('docker-local');
  });

  it('takes artifact and tags of the image where only the repository is given', () => {
    expect(read(`${BASE}/app:1,${BASE}/app:2`)[0]?.xray).toEqual({
      repository: 'docker-local',
      artifact: 'app',
      tags: ['1', '2'],
    });
  });

  it('pins the image by its digest', () => {
    expect(read(`${BASE}/app:1,${JFROG}/app:1@${DIGEST}`, fromReference)[0]?.digest).toBe(DIGEST);
    expect(
      problems(`${BASE}/app:1@${OTHER_DIGEST},${JFROG}/app:1@${DIGEST}`, fromReference)[0],
    ).toContain('two digests');
  });

  it('must be told by repository or reference', () => {
    const [problem] = problems(`${BASE}/app:1`, fromReference);
    expect(problem).toContain('set jfrog-repository to the repository key, or add the reference');
    expect(problem).toContain('or set xray: off');
  });

  it.each([`${JFROG}/other:1`, `${JFROG}/app:2`, `${JFROG}/app@${OTHER_DIGEST}`])(
    'must fit an image, unlike %s',
    (reference) => {
      for (const xray of ['required', 'off']) {
        const found = problems(`${BASE}/app:1,${reference}`, { xray });
        expect(found).toEqual([
          expect.stringMatching(
            /^image ".*" is on the JFrog host, but no Harness image has the artifact "\w+" with ".+": correct it or leave it out$/,
          ),
        ]);
      }
    },
  );

  it('that fits none is named with both its marks', () => {
    expect(problems(`${BASE}/app:1,${JFROG}/other:1@${DIGEST}`)[0]).toContain(
      `has the artifact "other" with "1" or "${DIGEST}": correct it`,
    );
  });

  it('is told for each of several images by its own reference', () => {
    const text = `${BASE}/a:1,${BASE}/b:2,acme.jfrog.io/docker-a/a:1,acme.jfrog.io/docker-b/b:2`;
    expect(read(text, fromReference).map(({ xray }) => xray)).toEqual([
      { repository: 'docker-a', artifact: 'a', tags: ['1'] },
      { repository: 'docker-b', artifact: 'b', tags: ['2'] },
    ]);
  });

  it('is no image of its own', () => {
    expect(problems(`${JFROG}/app:1`)).toEqual([
      'image names no image in Harness: add host/account/registry/artifact:tag',
    ]);
  });

  it('needs repository, image and tag', () => {
    expect(problems(`${BASE}/app:1,acme.jfrog.io/app:1`)[0]).toContain(
      'write host/repository/artifact:tag',
    );
    expect(problems(`${BASE}/app:1,${JFROG}/app`, { digest: DIGEST })[0]).toContain(
      'neither tag nor digest',
    );
  });

  it('does not lie in two repositories', () => {
    const text = `${BASE}/app:1,${JFROG}/app:1,acme.jfrog.io/docker-other/app:1`;
    expect(problems(text, fromReference)[0]).toContain(
      'two JFrog repositories, docker-virtual and docker-other: ' +
        'set jfrog-repository to the one that Xray scans',
    );
    expect(read(text)[0]?.xray?.repository).toBe('docker-local');
  });

  it('needs the input where every repository has its own port', () => {
    const text = `${BASE}/team/app:1,art.example:5001/team/app:1`;
    const url = { 'jfrog-url': 'https://art.example' };
    expect(read(text, url)[0]?.xray).toEqual({
      repository: 'docker-local',
      artifact: 'team/app',
      tags: ['1'],
    });
    expect(problems(text, { ...url, ...fromReference })[0]).toContain(
      'jfrog-repository is not given',
    );
  });

  it('is not confused with Harness on another port of the same host', () => {
    const [image] = read('127.0.0.1:5000/abc_12-x/reg/app:1', {
      'jfrog-url': 'http://127.0.0.1:6000',
    });
    expect(image?.registry).toBe('reg');
  });

  it.each([
    'acmejfrog.io',
    'evil-acme.jfrog.io',
    'acme.jfrog.io.evil.example',
    'a.b.acme.jfrog.io',
  ])('is not on the host %s', (host) => {
    expect(problems(`${BASE}/app:1,${host}/docker/reg/app:1`)[0]).toContain(
      'belongs to account "docker"',
    );
  });

  it('is left out with xray off', () => {
    const text = `${BASE}/app:1,${JFROG}/app:1@${DIGEST}`;
    expect(read(text, { xray: 'off' })).toEqual([
      {
        name: `${BASE}/app`,
        host: 'pkg.harness.io',
        accountSegment: 'abc_12-x',
        registry: 'reg',
        artifact: 'app',
        tags: ['1'],
        digest: DIGEST,
        xray: undefined,
      },
    ]);
  });
});
