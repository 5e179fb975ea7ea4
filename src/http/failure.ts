import type { Trouble, TroubleClass } from './trouble.ts';

/** Retrying is default-deny: only what is known to pass. `Z_…` is a compressed body that was cut. */
const PASSING = new Set([
  'TIMEOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_PROXY_TUNNEL',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
]);

/** Node's and OpenSSL's names for a certificate or a handshake that will not do (`node:tls`, "X509 errors"). */
const TLS =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|ERROR_IN_C|SELF_SIGNED_|DEPTH_ZERO_|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_MISMATCH$)/;

const WORDS: Readonly<Record<string, string>> = {
  TIMEOUT: 'gave no complete answer in time',
  OVERSIZED: 'answered with more than 5 MB',
  PROXY_403: 'was not let through by the proxy, which answered 403',
  PROXY_407: 'was not let through by the proxy, which answered 407 (sign in)',
};

/** What a code instead of an answer means; `heard` says whether this service has ever answered before. */
export function readFailure(code: string, heard: boolean): Trouble {
  return {
    kind: 'trouble',
    class: classOf(code, heard),
    what: WORDS[code] ?? `failed with ${code}`,
  };
}

function classOf(code: string, heard: boolean): TroubleClass {
  if (code === 'ENOTFOUND' && !heard) return 'unknown-host';
  if (PASSING.has(code)) return 'outage';
  if (code.startsWith('HPE_')) return 'not-http';
  if (code.startsWith('PROXY_')) return 'proxy';
  return TLS.test(code) ? 'tls' : 'broken';
}
