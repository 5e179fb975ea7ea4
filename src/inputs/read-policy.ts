import type { Limit, Policy } from '../policy/policy.ts';
import { checkDuration } from './durations.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid } from './reading.ts';
import { readChoice, readLimit, readList } from './scalars.ts';
import type { Source } from './source.ts';
import { readDefaulted } from './source.ts';

const REQUIREMENTS = ['required', 'if-present', 'off'] as const;
const QUARANTINE_RULES = ['required', 'off'] as const;
const SCAN_AGES = { from: '1s', to: '3650d' };

/** Reads what an image must satisfy. */
export function readPolicy(source: Source): Reading<Policy> {
  const policy = combine({
    xray: readChoice(source, 'xray', REQUIREMENTS),
    sto: readChoice(source, 'sto', REQUIREMENTS),
    slsa: readChoice(source, 'slsa', REQUIREMENTS),
    sbom: readChoice(source, 'sbom', REQUIREMENTS),
    firewall: readChoice(source, 'firewall', REQUIREMENTS),
    quarantine: readChoice(source, 'quarantine', QUARANTINE_RULES),
    max: readLimits(source),
    maxSbomDenyListViolations: readLimit(source, 'max-sbom-deny-list-violations'),
    slsaAccepted: readAcceptedStatuses(source),
    maxScanAge: readScanAge(source),
  });
  const asked = checkScanIsAsked(source);
  const checked = andThen(policy, checkScanAge);
  return andThen(combine({ policy: checked, asked }), (values) => valid(values.policy));
}

/** Reads `xray`: whether the JFrog inputs are needed hangs on it. */
export function readXrayRequirement(source: Source): Reading<Policy['xray']> {
  return readChoice(source, 'xray', REQUIREMENTS);
}

function checkScanIsAsked(source: Source): Reading<true> {
  const scans = combine({
    xray: readXrayRequirement(source),
    sto: readChoice(source, 'sto', REQUIREMENTS),
  });
  return andThen(scans, ({ xray, sto }) =>
    xray === 'off' && sto === 'off'
      ? invalid(
          'xray and sto are both off: nothing would be judged; set at least one to required or if-present',
        )
      : valid(true),
  );
}

/** Somebody asked for a young scan: switching off where the scan's time comes from must not drop that. */
function checkScanAge(policy: Policy): Reading<Policy> {
  if (policy.sto !== 'off' || policy.maxScanAge === 'unlimited') return valid(policy);
  return invalid(
    "max-scan-age limits the age of STO's scan, but sto is off: set sto: if-present, or leave max-scan-age out",
  );
}

function readLimits(source: Source): Reading<Policy['max']> {
  return combine({
    critical: readLimit(source, 'max-critical'),
    high: readLimit(source, 'max-high'),
    medium: readLimit(source, 'max-medium'),
    low: readLimit(source, 'max-low'),
    info: readLimit(source, 'max-info'),
  });
}

function readAcceptedStatuses(source: Source): Reading<readonly string[]> {
  return andThen(readList(source, 'slsa-accepted'), (items) =>
    valid([...new Set(items.map((item) => item.toLowerCase()))]),
  );
}

function readScanAge(source: Source): Reading<Limit> {
  return andThen(
    readDefaulted(source, 'max-scan-age'),
    (text): Reading<Limit> =>
      text === 'unlimited'
        ? valid(text)
        : checkDuration('max-scan-age', text, SCAN_AGES, ', or unlimited'),
  );
}
