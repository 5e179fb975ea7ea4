/** A whole HTTP answer. A JSON body is kept as text, so that verbatim answers stay byte for byte what they were. */
export interface Answer {
  readonly status: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, or a connection that is dropped without one. */
export type Reply = Answer | 'drop';

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';

export function json(status: number, body: unknown, contentType: string = JSON_TYPE): Answer {
  return { status, contentType, body: JSON.stringify(body) };
}

export function text(status: number, body: string): Answer {
  return { status, contentType: TEXT_TYPE, body };
}

export function html(status: number, title: string): Answer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, contentType: 'text/html; charset=utf-8', body };
}

/** Harness's envelope around everything it answers with 200. */
export function success(data: unknown): Answer {
  return json(200, { data, status: 'SUCCESS' });
}

/** Harness's error body. Its `code` is not always the HTTP status. */
export function harnessError(status: number, message: string, code: number = status): Answer {
  return json(status, { code: String(code), message });
}

/** What the router says to any address that it does not know, calls that an installation lacks included. */
export function pageNotFound(): Answer {
  return text(404, '404 page not found\n');
}

/** "Not found" below `docker/*` comes as 500. */
export function resourceNotFound(what: string): Answer {
  return harnessError(500, `${what}: resource not found`);
}

/** The key is not one that the service knows: no `code` in the body. */
export function invalidKey(): Answer {
  return json(401, { message: 'Unauthorized' }, 'application/json; charset=utf-8');
}

/** No key at all: 403, except for quarantine, which says 401. */
export function missingKey(status: 401 | 403): Answer {
  return harnessError(status, 'unauthorized');
}

export function forbidden(): Answer {
  return harnessError(403, 'forbidden');
}

/** A gateway's 429: no Retry-After. */
export function tooManyRequests(): Answer {
  return json(429, { message: 'Too Many Requests' });
}

/** Artifactory's error body. */
export function artifactoryError(status: number, message: string): Answer {
  return json(status, { errors: [{ status, message }] });
}

/** Xray's error body. */
export function xrayError(status: number, message: string): Answer {
  return json(status, { error: message });
}
