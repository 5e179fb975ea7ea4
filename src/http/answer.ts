import type { GenericSchema, InferOutput } from 'valibot';
import { getDotPath, safeParse } from 'valibot';
import { oneLine } from '../image/text.ts';
import type { Exchange } from './attempt.ts';
import { findErrorText } from './error-text.ts';
import { readFailure } from './failure.ts';
import type { HttpAnswer, HttpRequest } from './request.ts';
import type { Trouble, TroubleClass } from './trouble.ts';

/** What an attempt means: an answer for the caller, or trouble. */
export type Reading<T> = { readonly kind: 'answer'; readonly answer: HttpAnswer<T> } | Trouble;

type Question<S extends GenericSchema> = Pick<HttpRequest<S>, 'schema' | 'isFailure' | 'isRefusal'>;
type Response = Extract<Exchange, { kind: 'response' }>;

const OUTAGE_STATUSES = new Set([408, 425]);

/** Reads one attempt; `heard` says whether this service has ever answered before. */
export function readExchange<S extends GenericSchema>(
  exchange: Exchange,
  question: Question<S>,
  heard: boolean,
): Reading<InferOutput<S>> {
  if (exchange.kind === 'failure') return readFailure(exchange.code, heard);
  const { status } = exchange;
  if (status >= 200 && status < 300) return readSuccess(exchange, question);
  if (status >= 300 && status < 400) return readRedirect(exchange);
  if (status >= 400 && status < 600) return readError(exchange, question);
  return trouble('unrecognised', exchange, `answered ${status}, which is no HTTP answer`);
}

function readSuccess<S extends GenericSchema>(
  response: Response,
  question: Question<S>,
): Reading<InferOutput<S>> {
  const { status } = response;
  const parsed = parseJson(response.body);
  if (parsed === undefined) return readUnparsable(response);
  if (question.isFailure?.(parsed.json) === true) {
    return trouble('outage', response, `answered ${status} with a failure in it`);
  }
  const result = safeParse(question.schema, parsed.json);
  if (result.success) return { kind: 'answer', answer: { kind: 'data', data: result.output } };
  const path = oneLine(getDotPath(result.issues[0]) ?? '');
  const where = path === '' ? 'as a whole' : `at "${path}"`;
  return trouble(
    'unrecognised',
    response,
    `answered ${status} with JSON that does not fit ${where}`,
  );
}

/** HTML stands for a page in front of the service; anything else has been cut on its way. */
function readUnparsable(response: Response): Trouble {
  if (isHtml(response))
    return trouble('login-page', response, `answered ${response.status} with HTML`);
  const body = response.body.trim() === '' ? 'an empty body' : 'a body that is not JSON';
  return trouble('outage', response, `answered ${response.status} with ${body}`);
}

function readRedirect(response: Response): Trouble {
  const target = oneLine(response.targetOrigin ?? 'an address that cannot be read');
  return trouble('redirect', response, `answered ${response.status}, a redirect to ${target}`);
}

function readError<S extends GenericSchema>(
  response: Response,
  { isRefusal }: Question<S>,
): Reading<never> {
  const { status } = response;
  if (status === 401 || status === 403) return readForbidden(response);
  if (status === 429) return trouble('throttled', response, 'answered 429');
  const parsed = parseJson(response.body);
  // Cut first: what is looked for in it below may take its time.
  const text = oneLine(findErrorText(parsed?.json));
  const isOutage = status >= 500 && !(status === 500 && isRefusal?.(text) === true);
  if (isOutage || OUTAGE_STATUSES.has(status)) {
    return trouble('outage', response, `answered ${status}`);
  }
  const answer = {
    kind: 'refused',
    status,
    json: text !== '',
    message: text,
  } as const;
  return { kind: 'answer', answer };
}

function readForbidden(response: Response): Trouble {
  const html = parseJson(response.body) === undefined && isHtml(response);
  const what = `answered ${response.status}`;
  return html
    ? trouble('login-page', response, `${what} with HTML`)
    : trouble('permission', response, what);
}

function isHtml(response: Response): boolean {
  const text = response.body.trimStart();
  return text.startsWith('<') || (response.html && text !== '');
}

/** Wrapped, because `null` is JSON too. */
function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function trouble(of: TroubleClass, response: Response, what: string): Trouble {
  const { status, retryAfter } = response;
  return { kind: 'trouble', class: of, what, status, retryAfter };
}
