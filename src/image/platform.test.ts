import { describe, expect, it } from 'vitest';
import type { Platform } from './platform.ts';
import { isNamedBy, nameApart, normalisePlatform } from './platform.ts';

const platform = (label: string, digit: string): Platform => ({
  label,
  digest: `sha256:${digit.repeat(64)}`,
});

describe('nameApart', () => {
  it('keeps labels that are unique', () => {
    expect(nameApart([platform('linux/amd64', 'a'), platform('linux/arm64', 'b')])).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  it('adds enough of the digest where a label repeats', () => {
    const twice = [platform('windows/amd64', 'a'), platform('windows/amd64', 'b')];
    expect(nameApart([...twice, platform('linux/amd64', 'c')])).toEqual([
      'windows/amd64 sha256:aaaaaaaaaaaa',
      'windows/amd64 sha256:bbbbbbbbbbbb',
      'linux/amd64',
    ]);
  });
});

describe('normalisePlatform', () => {
  it.each([
    ['Linux/x86_64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v2', 'linux/amd64/v2'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/5', 'linux/arm/v5'],
    ['linux/arm/6', 'linux/arm/v6'],
    ['linux/arm/7', 'linux/arm/v7'],
    ['linux/arm/8', 'linux/arm/v8'],
    ['linux/ARM/V6', 'linux/arm/v6'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armhf/v6', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/aarch64/8', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64/v8.0', 'linux/arm64'],
    ['linux/arm64/9', 'linux/arm64/v9'],
    ['linux/i386/v2', 'linux/386'],
    ['linux/riscv64', 'linux/riscv64'],
  ])('takes %s for %s, as containerd does', (name, normal) => {
    expect(normalisePlatform(name)).toBe(normal);
    expect(normalisePlatform(normal)).toBe(normal);
  });
});

describe('isNamedBy', () => {
  it.each([
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm', 'linux/arm'],
    ['linux/arm/v6', 'linux/arm'],
    ['linux/arm/v7', 'Linux/armhf'],
    ['linux/arm64/v9', 'linux/arm64'],
    ['windows/amd64 10.0.20348.1', 'windows/amd64'],
  ])('a label %s is meant by %s', (label, name) => {
    expect(isNamedBy(label, name)).toBe(true);
  });

  it.each([
    ['linux/arm', 'linux/arm/v6'],
    ['linux/arm/v6', 'linux/arm/v7'],
    ['linux/arm64', 'linux/arm'],
    ['linux/amd64', 'linux/amd64/v2'],
    ['windows/amd64', 'linux/amd64'],
  ])('a label %s is not meant by %s', (label, name) => {
    expect(isNamedBy(label, name)).toBe(false);
  });
});
