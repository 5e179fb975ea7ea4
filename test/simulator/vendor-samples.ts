import { readFileSync } from 'node:fs';
import type { Answer } from './answers.ts';

const DATA = new URL('../contract/data/', import.meta.url);

/** The one complete integrationdetails answer found in public (ids changed), byte for byte. */
export function integrationSample(): Answer {
  return readSample('integrationdetails-sample.json');
}

/** The sample answer of the vendor's page about Xray's artifact status, byte for byte. */
export function xrayStatusSample(): Answer {
  return readSample('xray-artifact-status-sample.json');
}

function readSample(name: string): Answer {
  return {
    status: 200,
    contentType: 'application/json',
    body: readFileSync(new URL(name, DATA), 'utf8'),
  };
}
