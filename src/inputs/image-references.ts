import type { Digest } from '../image/digest.ts';
import { isDigest } from '../image/digest.ts';
import type { Reference } from '../image/reference.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { invalid, valid } from './reading.ts';

interface Pieces {
  readonly name: string;
  /** `undefined` without a colon, empty with nothing behind it. */
  readonly tag: string | undefined;
  /** `undefined` without an @, empty with nothing behind it. */
  readonly digest: string | undefined;
}

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const HOST = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?$`);
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
// A Harness account may begin or end with _ or -, which is no name component anywhere else.
const FIRST_COMPONENT = /^(?:[a-z0-9_-]+|[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)$/;
// What is meant to be a digest: an algorithm and a colon, or the digits alone. No host with a port looks like it.
const DIGEST_ATTEMPT = /^(?:(?:sha-?[0-9]+|md5|blake[0-9a-z]+):[^/.]*|[0-9a-f]{32,})$/i;
const USER_OF_URL = /:\/\/[^/@]*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const LONGEST_NAME = 255;
const LONGEST_REFERENCE = 500;
const UNSET = 'which variable or step output was not set?';

/**
 * Takes `host/path:tag@digest` apart by the grammar of the OCI distribution specification, stricter than Docker:
 * the host is never implied, and neither is `latest`. The host comes out in lower case.
 */
export function parseReference(text: string): Reading<Reference> {
  if (holdsCredentials(text)) {
    return invalid(
      'image has a reference with a user name or password (an @ that no digest follows): remove it',
    );
  }
  const pieces = takeApart(text);
  const [host = '', ...segments] = pieces.name.split('/');
  const fault =
    findForeignSyntax(text) ??
    findNameFault(host, segments, pieces.name) ??
    findTagFault(pieces.tag) ??
    findDigestFault(pieces.digest);
  if (fault !== undefined) return invalid(`image ${quote(text)} ${fault}`);
  const digest = pieces.digest !== undefined && isDigest(pieces.digest) ? pieces.digest : undefined;
  return valid({ host: host.toLowerCase(), segments, tag: pieces.tag, digest });
}

/** Why the text is no digest, as the end of a sentence; `undefined` when it is one. */
export function findDigestFault(text: string | undefined): string | undefined {
  if (text === undefined || isDigest(text)) return undefined;
  if (text === '') return `has nothing behind the @: ${UNSET}`;
  const algorithm = /^([A-Za-z0-9+._-]+):/.exec(text)?.[1];
  if (algorithm !== undefined && algorithm.toLowerCase() !== 'sha256') {
    return `has a digest by ${quote(algorithm)}: only sha256 is known here`;
  }
  return 'has a malformed digest: it must be sha256: and 64 lower-case hexadecimal digits';
}

/** The reference as one text again. */
export function formatReference({ host, segments, tag, digest }: Reference): string {
  return `${[host, ...segments].join('/')}${tag === undefined ? '' : `:${tag}`}${formatDigest(digest)}`;
}

function formatDigest(digest: Digest | undefined): string {
  return digest === undefined ? '' : `@${digest}`;
}

function takeApart(text: string): Pieces {
  const at = text.indexOf('@');
  const rest = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const colon = rest.lastIndexOf(':');
  if (colon <= rest.lastIndexOf('/')) return { name: rest, tag: undefined, digest };
  return { name: rest.slice(0, colon), tag: rest.slice(colon + 1), digest };
}

// Such a text is never quoted: what stands before an @ that no digest follows may be a secret.
function holdsCredentials(text: string): boolean {
  const pieces = text.replaceAll('%40', '@').split('@');
  const last = pieces.length - 1;
  return pieces.some((behind, index) => {
    if (index === 0) return false;
    if (index === last && behind === '') return !isName(pieces.slice(0, last).join('@'));
    return !DIGEST_ATTEMPT.test(behind) || USER_OF_URL.test(pieces[index - 1] ?? '');
  });
}

// A variable that is not set leaves nothing behind the @ of a good name, and that is worth saying.
function isName(text: string): boolean {
  if (text.length > LONGEST_REFERENCE) return false;
  const { name, tag } = takeApart(text);
  const [host = '', ...segments] = name.split('/');
  return (findNameFault(host, segments, name) ?? findTagFault(tag)) === undefined;
}

function findForeignSyntax(text: string): string | undefined {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text)?.[0];
  if (text.length > LONGEST_REFERENCE) return `has more than ${LONGEST_REFERENCE} characters`;
  if (scheme !== undefined) return `must be written without ${scheme}`;
  if (/\s/.test(text)) return 'holds a blank: write one reference a line, or commas between them';
  if (text.includes('%')) return 'must be written plainly, without % encoding';
  return undefined;
}

function findNameFault(
  host: string,
  segments: readonly string[],
  name: string,
): string | undefined {
  if (segments.length === 0 || !looksLikeHost(host)) {
    return 'must begin with the registry host, as in host/account/registry/artifact:tag';
  }
  if (!isHost(host)) return `has a malformed host ${quote(host)}`;
  if (segments.includes('')) return `has an empty part between slashes: ${UNSET}`;
  if (name.length > LONGEST_NAME) return `has a name of more than ${LONGEST_NAME} characters`;
  const wrong = segments.find(
    (segment, index) => !(index === 0 ? FIRST_COMPONENT : COMPONENT).test(segment),
  );
  if (wrong === undefined) return undefined;
  if (/[A-Z]/.test(wrong))
    return `has upper-case letters in ${quote(wrong)}: image names are lower case, the account too`;
  return `has a malformed part ${quote(wrong)}: lower-case letters and digits, with . _ or - between them`;
}

// Docker's own rule: without one of these the first part would be a name on Docker Hub.
function looksLikeHost(host: string): boolean {
  return /[.:]/.test(host) || host.toLowerCase() === 'localhost';
}

function isHost(host: string): boolean {
  return HOST.test(host) && URL.canParse(`https://${host}`);
}

function findTagFault(tag: string | undefined): string | undefined {
  if (tag === undefined || TAG.test(tag)) return undefined;
  if (tag === '') return `has nothing behind the colon: ${UNSET}`;
  return `has a malformed tag ${quote(tag)}: letters, digits, ., _ and -, at most 128, not beginning with . or -`;
}
