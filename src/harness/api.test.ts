import { describe, expect, it } from 'vitest';
import { isFailure, isRefusal } from './api.ts';

describe('an envelope', () => {
  it.each([{ status: 'FAILURE' }, { status: 500 }, { status: null }])(
    'that says %j is a failure',
    (json) => {
      expect(isFailure(json)).toBe(true);
    },
  );

  it('that says SUCCESS is none', () => {
    expect(isFailure({ status: 'SUCCESS', data: {} })).toBe(false);
  });
});

describe('a 500', () => {
  it.each(['Failed to get tag detail: resource not found', 'invalid checksum digest length'])(
    'with “%s” is an answer',
    (message) => expect(isRefusal(message)).toBe(true),
  );

  it('about something else that was not found is an outage', () => {
    expect(isRefusal('pipeline execution not found')).toBe(false);
  });
});
