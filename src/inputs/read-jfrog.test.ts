import { describe, expect, it } from 'vitest';
import { problemsOf, readExample } from './inputs.fixture.ts';

describe('jfrog', () => {
  it.each(['https://acme.jfrog.io/artifactory/', 'acme.jfrog.io/xray', 'https://acme.jfrog.io/'])(
    'reads the URL %s',
    (text) => {
      expect(readExample({ 'jfrog-url': text }).jfrog?.url.href).toBe('https://acme.jfrog.io/');
    },
  );

  it('keeps a path that is not one of its services', () => {
    const url = 'https://art.example/platform';
    expect(readExample({ 'jfrog-url': url }).jfrog?.url.href).toBe(url);
  });

  it('does not look at its repository when xray is off', () => {
    expect(problemsOf({ xray: 'off', 'jfrog-repository': 'a/b' })).toEqual([]);
  });

  it('needs nothing of JFrog when xray is off', () => {
    const inputs = readExample({
      xray: 'off',
      'jfrog-url': '',
      'jfrog-access-token': '',
      'jfrog-repository': '',
    });
    expect(inputs.jfrog).toBeUndefined();
    expect(inputs.images[0]?.xray).toBeUndefined();
  });

  it('does not take an unset variable for "off"', () => {
    expect(problemsOf({ xray: '' })).toContainEqual(expect.stringContaining('xray is empty'));
    expect(problemsOf({ 'jfrog-url': '' })).toContainEqual(
      expect.stringContaining('jfrog-url is not given'),
    );
  });
});
