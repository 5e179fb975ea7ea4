import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mask, openLog } from './log.ts';

let written = '';

beforeEach(() => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('openLog', () => {
  it('writes one line, whatever the text holds', () => {
    openLog().info('Harness said\n::set-output name=verdict::passed\r##[error]x');
    expect(written.trimEnd().split('\n')).toEqual([
      'Harness said ::set-output name=verdict::passed ## [error]x',
    ]);
  });

  it('lets no line start as a command', () => {
    openLog().info('  ::add-mask::e');
    expect(written).toMatch(/^: :add-mask::e\r?\n$/);
  });

  it('annotates with a title', () => {
    openLog().annotate({ level: 'warning', title: 'Image Gate: failed', message: 'a\nb' });
    expect(written.trimEnd()).toBe('::warning title=Image Gate%3A failed::a%0Ab');
  });
});

describe('mask', () => {
  it('masks every secret and nothing empty', () => {
    mask(['secret-1', '', 'secret-2']);
    expect(written.trimEnd().split(/\r?\n/)).toEqual([
      '::add-mask::secret-1',
      '::add-mask::secret-2',
    ]);
  });
});
