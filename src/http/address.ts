import { GateError } from '../errors.ts';

/** Whether the URL's host is this machine, the only one that may be asked without TLS. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || /^(?:127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/** Throws unless a key may be sent to the base URL: TLS (or loopback), and nothing in it but host and path. */
export function checkBaseUrl(base: URL, urlInput: string): void {
  const safe = base.protocol === 'https:' || (base.protocol === 'http:' && isLoopback(base));
  if (!safe) throw new GateError('configuration', `${urlInput} must begin with https://`);
  const bare = `${base.username}${base.password}${base.search}${base.hash}` === '';
  if (bare) return;
  throw new GateError(
    'configuration',
    `${urlInput} must hold no user, password, query or fragment`,
  );
}

/**
 * The URL of a path below the base URL. The result is compared with what was asked for, because parsing quietly
 * drops `..` and encodes or redirects what it does not like, and the key would go wherever that leads.
 */
export function joinUrl(
  base: URL,
  path: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const wanted = `${base.pathname.replace(/\/+$/, '')}${path}`;
  const url = URL.parse(`${base.origin}${wanted}`);
  if (
    url === null ||
    !path.startsWith('/') ||
    url.origin !== base.origin ||
    url.pathname !== wanted
  ) {
    throw new GateError('bug', 'Image Gate itself failed: a request path was not encoded');
  }
  url.search = new URLSearchParams(query).toString();
  return url;
}
