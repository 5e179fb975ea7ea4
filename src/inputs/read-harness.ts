import { parseBaseUrl } from './base-urls.ts';
import type { HarnessInputs } from './inputs.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid, valueOf } from './reading.ts';
import { readPositive } from './scalars.ts';
import type { Source } from './source.ts';
import { readDefaulted, readMatching, readSecret } from './source.ts';

const ACCOUNT = /^[A-Za-z0-9_-]+$/;
const IDENTIFIER = /^[A-Za-z0-9_$-]{1,128}$/;
const IDENTIFIER_FORM =
  'an identifier (letters, digits, _, $ and -), which is not always the name shown';

/** Reads how to reach Harness. */
export function readHarness(source: Source): Reading<HarnessInputs> {
  const apiKey = readSecret(source, 'harness-api-key');
  const harness = combine({
    url: readHarnessUrl(source),
    apiKey,
    account: readAccount(source, apiKey),
    scope: readScope(source),
    requestsPerMinute: readPositive(source, 'harness-requests-per-minute'),
  });
  return andThen(harness, ({ scope, ...rest }) => valid({ ...rest, ...scope }));
}

function readHarnessUrl(source: Source): Reading<URL> {
  return andThen(readDefaulted(source, 'harness-url'), (text) =>
    parseBaseUrl('harness-url', text, ['/har/api/v1']),
  );
}

function readAccount(source: Source, apiKey: Reading<string>): Reading<string> {
  const form = 'the account identifier as Harness shows it (letters, digits, _ and -)';
  return andThen(readMatching(source, 'harness-account', ACCOUNT, form), (given) => {
    if (!apiKey.ok) return given === undefined ? apiKey : valid(given);
    return chooseAccount(given, findAccount(apiKey.value));
  });
}

function chooseAccount(given: string | undefined, ofKey: string | undefined): Reading<string> {
  const account = given ?? ofKey;
  if (account === undefined) {
    return invalid('harness-account must be set: this harness-api-key does not name its account');
  }
  if (ofKey === undefined || ofKey === account) return valid(account);
  return invalid(
    `harness-account is ${quote(account)}, but harness-api-key belongs to account ${quote(ofKey)}: ` +
      'correct one, or leave harness-account out (upper and lower case matter)',
  );
}

// `pat.<account>.<id>.<secret>` and `sat.…`; older keys are shorter and do not name the account.
function findAccount(apiKey: string): string | undefined {
  const [kind, account = '', ...rest] = apiKey.split('.');
  const namesAccount = (kind === 'pat' || kind === 'sat') && rest.length >= 2;
  return namesAccount && ACCOUNT.test(account) ? account : undefined;
}

function readScope(source: Source): Reading<Pick<HarnessInputs, 'org' | 'project'>> {
  const project = readMatching(source, 'harness-project', IDENTIFIER, IDENTIFIER_FORM);
  const scope = combine({
    org: readMatching(source, 'harness-org', IDENTIFIER, IDENTIFIER_FORM),
    project,
  });
  return andThen(scope, (values) =>
    values.project !== undefined && values.org === undefined
      ? invalid('harness-project is given without harness-org: set both, or leave both out')
      : valid(values),
  );
}

/** The account if it can be told, for checks that go on beside other problems. */
export function findReadableAccount(source: Source): string | undefined {
  return valueOf(readAccount(source, readSecret(source, 'harness-api-key')));
}
