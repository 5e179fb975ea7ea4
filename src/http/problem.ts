import type { ProblemCode } from '../errors.ts';
import { GateError } from '../errors.ts';
import type { HttpClientOptions } from './request.ts';
import type { Trouble, TroubleClass } from './trouble.ts';
import { decidingTrouble, UNKNOWN_HOST_LIMIT } from './trouble.ts';

/** What the messages of one request name; all of it is ours or the user's own input, none of it secret. */
export interface Subject {
  readonly options: HttpClientOptions;
  /** Method and template: `GET /har/api/v1/…`. */
  readonly call: string;
}

interface Ending {
  readonly code: ProblemCode;
  readonly say: (subject: Subject, trouble: Trouble, tries: string) => string;
}

/** Whoever has answered, if only with an error, was reached. */
const UNREACHABLE: Ending = {
  code: 'unreachable',
  say: ({ options, call }, { status, what }, tries) =>
    status === undefined
      ? `${options.service} could not be reached: ${call} ${what} (${tries})`
      : `${options.service} gave no usable answer: ${call} ${what} (${tries})`,
};

const ENDINGS: Readonly<Record<TroubleClass, Ending>> = {
  outage: UNREACHABLE,
  broken: UNREACHABLE,
  throttled: {
    code: 'timed-out',
    say: ({ options, call }, _, tries) =>
      `${options.service} kept answering 429 (too many requests) to ${call} (${tries})`,
  },
  'unknown-host': {
    code: 'configuration',
    say: ({ options }) =>
      `the host ${options.baseUrl.hostname} is not found (ENOTFOUND): check ${options.urlInput}`,
  },
  permission: { code: 'permission', say: sayPermission },
  'login-page': {
    code: 'login-page',
    say: ({ options, call }, { what }) =>
      `a login or proxy page answered instead of ${options.service}: check ${options.urlInput} (${call} ${what})`,
  },
  unrecognised: {
    code: 'unrecognised',
    say: ({ options, call }, { what }) =>
      `the answer of ${options.service} is not understood: ${call} ${what}`,
  },
  redirect: {
    code: 'redirect',
    say: ({ options, call }, { what }) =>
      `redirects are not followed: ${call} ${what}; check ${options.urlInput}`,
  },
  tls: {
    code: 'configuration',
    say: ({ options, call }, { what }) =>
      `no safe connection to ${options.service}: ${call} ${what}; check ${options.urlInput}, or name the ` +
      'certificate authority of your service or proxy in the environment variable NODE_EXTRA_CA_CERTS',
  },
  proxy: {
    code: 'configuration',
    say: ({ call }, { what }) => `${call} ${what}: check HTTPS_PROXY and NO_PROXY`,
  },
  'not-http': {
    code: 'unrecognised',
    say: ({ options, call }, { what }) =>
      `what answers in place of ${options.service} does not speak HTTP: ${call} ${what}; check ${options.urlInput}`,
  },
};

/** The error that ends a request, from all its attempts in vain. Nothing of the transport's own errors is in it. */
export function toProblem(subject: Subject, troubles: readonly Trouble[]): GateError {
  const trouble = decidingTrouble(troubles);
  if (trouble === undefined) {
    const { service } = subject.options;
    return new GateError(
      'timed-out',
      `no time was left to ask ${service}: ${subject.call} was not sent`,
    );
  }
  const { code, say } = endingOf(trouble, troubles);
  const tries = troubles.length === 1 ? '1 attempt' : `${troubles.length} attempts`;
  const status = trouble.status === undefined ? {} : { status: trouble.status };
  return new GateError(code, say(subject, trouble, tries), status);
}

/** Less than the limit of unknown hosts proves nothing about the input: the time was over first. */
function endingOf(trouble: Trouble, troubles: readonly Trouble[]): Ending {
  if (trouble.class !== 'unknown-host') return ENDINGS[trouble.class];
  const alike = troubles.filter((other) => other.class === trouble.class).length;
  return alike < UNKNOWN_HOST_LIMIT ? UNREACHABLE : ENDINGS['unknown-host'];
}

function sayPermission({ options, call }: Subject, { status, what }: Trouble): string {
  const { service, keyInput, permission } = options;
  const secret = /token/i.test(keyInput) ? 'token' : 'key';
  return status === 401
    ? `${service} does not know the ${secret}: ${call} ${what}; ${keyInput} is wrong, expired or revoked ` +
        `(it needs the permission ${permission})`
    : `${service} does not allow this call: ${call} ${what}; ${keyInput} needs the permission ${permission}`;
}
