import { describe, expect, it } from 'vitest';
import { goodIntegration } from '../simulator/scan-answers.ts';
import { answers } from './content-faults.ts';
import { judgeMany } from './judged-images.ts';
import { byImage } from './many-images.ts';
import { collectRows } from './record.ts';

const record = collectRows('counts');

const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const COUNTS = [
  'null',
  '-1',
  '-0.0001',
  '0.5',
  '"0"',
  '"2"',
  '""',
  '1e300',
  '9007199254740993',
  'true',
  'false',
  '[]',
  '[0]',
  '{}',
  DEEP,
  'left out',
];
/** As large as a number can be that is still exact. */
const LARGEST = '9007199254740991';

describe.concurrent('a count of STO', () => {
  it('that is huge is over any limit', async () => {
    const { images } = await judgeMany(
      1,
      byImage((_, { name }) => {
        const reply = goodIntegration({ critical: 'HERE' });
        const body = reply === 'drop' ? '' : reply.body.replace('"HERE"', LARGEST);
        return name === 'integrationdetails' ? answers({ status: 200, body }) : undefined;
      }),
      { inputs: { 'max-critical': '1000000' } },
    );
    record({ fault: `STO critical: ${LARGEST}`, ended: 'failed' });
    expect(images[0]?.reason).toMatch(new RegExp(`^Failed: ${LARGEST} critical issues`));
  });

  it.each(['critical', 'high'])(
    'that is no whole number from 0 up never passes as %s',
    async (field) => {
      const { images, outcome } = await judgeMany(
        COUNTS.length,
        byImage((image, call) => {
          const value = COUNTS[image] ?? '';
          const reply = goodIntegration({ [field]: value === 'left out' ? undefined : 'HERE' });
          const body = reply === 'drop' ? '' : reply.body.replace('"HERE"', value);
          return call.name === 'integrationdetails' ? answers({ status: 200, body }) : undefined;
        }),
        { inputs: { 'scan-timeout': '20s' } },
      );
      for (const [index, value] of COUNTS.entries()) {
        const shown = value.length > 40 ? 'arrays in arrays, 50,000 deep' : value;
        const ended = images[index];
        expect(ended?.verdict, `${field} ${shown}: ${ended?.reason}`).toBe('inconclusive');
        record({ fault: `STO ${field}: ${shown}`, ended: 'inconclusive' });
      }
      expect(outcome.peakMb).toBeLessThan(250);
    },
    60_000,
  );
});
