import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { invalid, valid } from './reading.ts';

interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

const PARTS = /^(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?<host>[^/]*)(?<path>\/.*)?$/s;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;
const PATH = /^(?:\/|\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/;
const LOOPBACK = /^(?:localhost|\[::1\]|127(?:\.[0-9]+){3})$/;

function takeApart(text: string): UrlParts {
  const groups = PARTS.exec(text)?.groups ?? {};
  const { scheme = 'https', host = '', path = '' } = groups;
  return { scheme: scheme.toLowerCase(), host, path };
}

// The user name may be a secret, so that the text is not quoted here.
function findForbiddenPart(text: string): string | undefined {
  if (text.includes('@')) return 'must not hold a user name or password';
  if (text.includes('?')) return `must not have a query, as in ${quote(text)}`;
  if (text.includes('#')) return `must not have a fragment, as in ${quote(text)}`;
  return undefined;
}

function findMalformedPart(text: string, { scheme, host, path }: UrlParts): string | undefined {
  if (scheme !== 'https' && scheme !== 'http')
    return `must begin with https://, not ${quote(text)}`;
  if (!HOST.test(host))
    return `must be a host name or URL such as https://host.example, not ${quote(text)}`;
  if (!PATH.test(path)) return `must have a plain path or none, not ${quote(text)}`;
  return undefined;
}

function stripPath(path: string, suffixes: readonly string[]): string {
  const plain = path.replace(/\/+$/, '');
  const suffix = suffixes.find((candidate) => plain.endsWith(candidate));
  return suffix === undefined ? plain : plain.slice(0, -suffix.length).replace(/\/+$/, '');
}

/**
 * A base URL without trailing slash and without any of the `suffixes` at its end. A bare host means https;
 * http is for loopback alone. What `new URL` would silently repair (blanks, backslashes, `..`) is a problem.
 */
export function parseBaseUrl(
  label: string,
  text: string,
  suffixes: readonly string[],
): Reading<URL> {
  const parts = takeApart(text);
  const fault = findForbiddenPart(text) ?? findMalformedPart(text, parts);
  if (fault !== undefined) return invalid(`${label} ${fault}`);
  const address = `${parts.scheme}://${parts.host}${stripPath(parts.path, suffixes)}`;
  if (!URL.canParse(address))
    return invalid(`${label} must be a URL such as https://host.example, not ${quote(text)}`);
  const url = new URL(address);
  if (url.protocol === 'https:' || LOOPBACK.test(url.hostname)) return valid(url);
  return invalid(
    `${label} must begin with https:// (http:// is for loopback alone), not ${quote(text)}`,
  );
}
