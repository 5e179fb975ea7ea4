import { createPrivateKey } from 'node:crypto';

/** A self-signed certificate of `localhost`, valid until 2120, made for these tests and used nowhere else. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBUDCB9qADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDAgFw0yMDAxMDEw
MDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEEdDj8KOaGYYkk/r5cYel6tc9D+OdNI398o3MlQ71beWdNvDpqf3uD3qWJzuk0Wv6
3P2WTF0AoObsa+2VaWwSRKM3MDUwFAYDVR0RBA0wC4IJbG9jYWxob3N0MB0GA1UdDgQWBBSvp9x4lG3C
1yrmezczpvdMJhPn7DAKBggqhkjOPQQDAgNJADBGAiEAjEARBHfb++1YNL5fXNM5SLHgZ31FvSUcFBax
nlwzQJ8CIQCZcQFOmNzjUdrSfoP5u8XfzC+q1fEjPXCpLplZjuErfw==
-----END CERTIFICATE-----
`;

/** The key of the certificate, in PEM. */
export const CERTIFICATE_KEY: string = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'EdDj8KOaGYYkk_r5cYel6tc9D-OdNI398o3MlQ71beU',
    y: 'nTbw6an97g96lic7pNFr-tz9lkxdAKDm7GvtlWlsEkQ',
    d: 'bCuLneXBQP1AIcCtil7b9_oblD7qlgWTQPp0frTk2w0',
  },
})
  .export({ type: 'pkcs8', format: 'pem' })
  .toString();
