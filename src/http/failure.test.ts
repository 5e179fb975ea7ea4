import { describe, expect, it } from 'vitest';
import { readFailure } from './failure.ts';

describe('readFailure', () => {
  it.each([
    ['ECONNRESET', 'outage', 'failed with ECONNRESET'],
    ['TIMEOUT', 'outage', 'gave no complete answer in time'],
    ['OVERSIZED', 'broken', 'answered with more than 5 MB'],
    ['PROXY_403', 'proxy', 'was not let through by the proxy, which answered 403'],
    ['PROXY_407', 'proxy', 'was not let through by the proxy, which answered 407 (sign in)'],
  ])('says what %s means', (code, expected, what) => {
    expect(readFailure(code, true)).toEqual({ kind: 'trouble', class: expected, what });
  });

  it.each([
    ...['TIMEOUT', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'],
    ...['ENETUNREACH', 'EHOSTUNREACH', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_BUF_ERROR'],
  ])('%s passes', (code) => {
    expect(readFailure(code, false).class).toBe('outage');
  });

  it.each([
    ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED'],
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'EPROTO'],
    ...['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER', 'HOSTNAME_MISMATCH'],
  ])('%s is about TLS', (code) => {
    expect(readFailure(code, true).class).toBe('tls');
  });

  it('an unknown host may be a typing error until the service has answered once', () => {
    expect(readFailure('ENOTFOUND', false).class).toBe('unknown-host');
    expect(readFailure('ENOTFOUND', true).class).toBe('outage');
  });

  it.each([
    ['HPE_INVALID_CONSTANT', 'not-http'],
    ['OVERSIZED', 'broken'],
    ['ERR_INVALID_CHAR', 'broken'],
  ])('%s is not tried again', (code, expected) => {
    expect(readFailure(code, true).class).toBe(expected);
  });
});
