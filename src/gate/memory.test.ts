import { describe, expect, it } from 'vitest';
import type { Evidence } from '../image/evidence.ts';
import { ABSENT, slsaOf } from '../policy/evidence.fixture.ts';
import { Memory } from './memory.ts';
import { AMD64, ARM64, integrationWith, NO_INTEGRATION } from './ports.fixture.ts';
import { gone } from './unknowns.ts';

const ODD: Evidence<never> = { kind: 'unrecognised', raw: 'MALICIOUS' };

describe('the memory of an image', () => {
  it.each(['sto', 'slsa', 'sbom'] as const)(
    'does not take %s for absent that was not understood before',
    (part) => {
      const memory = new Memory();
      memory.compare(AMD64, integrationWith({ [part]: ODD }));
      const now = memory.compare(AMD64, NO_INTEGRATION);
      expect(now[part]).toMatchObject({ kind: 'unreachable', obstacle: 'gone' });
      expect(memory.compare(AMD64, NO_INTEGRATION)[part]).toEqual(now[part]);
    },
  );

  it('does not take a firewall result for absent that was not understood before', () => {
    const memory = new Memory();
    memory.compareFirewall(ODD);
    expect(memory.compareFirewall(ABSENT)).toEqual(
      gone('the firewall result was there and is gone'),
    );
  });

  it('keeps what was seen before an answer that is not understood', () => {
    const memory = new Memory();
    memory.compare(AMD64, integrationWith());
    expect(memory.compare(AMD64, integrationWith({ slsa: ODD })).slsa).toEqual(ODD);
    expect(memory.compare(AMD64, NO_INTEGRATION).slsa.kind).toBe('unreachable');
  });

  it('takes what is there again', () => {
    const memory = new Memory();
    memory.compare(AMD64, integrationWith({ slsa: ODD }));
    memory.compare(AMD64, NO_INTEGRATION);
    expect(memory.compare(AMD64, integrationWith()).slsa).toEqual(slsaOf('PASSED'));
  });

  it('leaves absent what was never seen, and what was seen of another digest', () => {
    const memory = new Memory();
    memory.compare(ARM64, integrationWith({ slsa: ODD }));
    memory.compare(AMD64, NO_INTEGRATION);
    expect(memory.compare(AMD64, NO_INTEGRATION)).toEqual(NO_INTEGRATION);
  });
});
