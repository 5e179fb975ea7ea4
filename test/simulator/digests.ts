/** What the server finds wrong with a digest in a query, in its own words. */
export function findDigestFault(digest: string): string | undefined {
  if (!digest.includes(':')) return 'invalid checksum digest format';
  const [algorithm, hex = ''] = digest.split(':');
  if (algorithm !== 'sha256') return 'unsupported digest algorithm';
  if (hex.length !== 64) return 'invalid checksum digest length';
  return /^[0-9a-f]+$/.test(hex) ? undefined : 'invalid checksum digest format';
}
