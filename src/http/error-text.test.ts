import { describe, expect, it } from 'vitest';
import { findErrorText } from './error-text.ts';

describe('findErrorText', () => {
  it.each([
    ['message', { code: '500', message: 'resource not found' }, 'resource not found'],
    ['error', { error: 'denied' }, 'denied'],
    ['info', { info: 'not indexed' }, 'not indexed'],
    ['a list of errors', { errors: [{ status: 404, message: 'a' }, { message: 'b' }] }, 'a; b'],
    ['a list of texts', { errors: ['a'] }, 'a'],
    ['the next one where the first is empty', { message: '', error: 'denied' }, 'denied'],
  ])('reads %s', (_, json, text) => {
    expect(findErrorText(json)).toBe(text);
  });

  it.each([
    ['null', null],
    ['a text', 'not found'],
    ['a list', [{ message: 'x' }]],
    ['numbers', { message: 404, errors: [1, null] }],
    ['empty texts', { message: '', error: '', info: '', errors: ['', { message: '' }] }],
    ['errors that are no list', { errors: 'denied' }],
    ['lists within the list of errors', { errors: [['denied'], [{ message: 'denied' }]] }],
    ['nothing', undefined],
  ])('finds none in %s', (_, json) => {
    expect(findErrorText(json)).toBe('');
  });
});
