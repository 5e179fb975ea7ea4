import { describe, expect, it } from 'vitest';
import type { Place } from '../gate/ports.ts';
import {
  ASK,
  callerOf,
  data,
  digest,
  imageOf,
  NO_SUCH_CALL,
  NOT_FOUND,
  SHOP,
  versionOf,
} from './caller.fixture.ts';
import type { Answer, Caller } from './caller.ts';
import { readListing } from './listing.ts';

const row = (more: object = {}) => ({
  name: 'app',
  version: '1.4.2',
  registryIdentifier: 'docker-prod',
  registryType: 'UPSTREAM',
  isQuarantined: false,
  ...more,
});

interface Setup {
  readonly rows?: readonly object[];
  readonly artifacts?: Answer<unknown>;
  readonly details?: Answer<unknown>;
}

function read({ rows = [], artifacts, details = NOT_FOUND }: Setup, version = versionOf()) {
  const { call, heard } = callerOf(({ path }) =>
    path.endsWith('/details') ? details : (artifacts ?? data({ artifacts: rows })),
  );
  return { reading: readListing(call, version, ASK), heard };
}

describe('the firewall verdict', () => {
  it.each(['ALLOWED', 'WARN', 'BLOCKED'])('%s is known', async (scanStatus) => {
    const { firewall } = await read({ rows: [row({ scanStatus })] }).reading;
    expect(firewall).toEqual({ kind: 'known', value: scanStatus });
  });

  it('is the worst of our rows', async () => {
    const rows = [
      row({ scanStatus: 'ALLOWED' }),
      row({ scanStatus: 'BLOCKED', version: digest('9') }),
    ];
    const { firewall } = await read({ rows }).reading;
    expect(firewall).toEqual({ kind: 'known', value: 'BLOCKED' });
  });

  it('is unrecognised when nobody knows the value', async () => {
    const rows = [
      row({ scanStatus: 'ALLOWED' }),
      row({ scanStatus: 'MAYBE', version: digest('9') }),
    ];
    const { firewall } = await read({ rows }).reading;
    expect(firewall).toEqual({ kind: 'unrecognised', raw: 'MAYBE' });
  });

  it.each([
    ['another image', { name: 'app2' }],
    ['another registry', { registryIdentifier: 'docker-prod-old' }],
    ['another version', { version: '1.4.20' }],
    ['no version', { version: null }],
  ])('is not that of %s', async (_, more) => {
    const { firewall } = await read({ rows: [row({ scanStatus: 'BLOCKED', ...more })] }).reading;
    expect(firewall.kind).toBe('absent');
  });

  it('does not apply to an ordinary registry', async () => {
    const version = versionOf({ place: { ...SHOP, type: 'VIRTUAL' } });
    expect((await read({}, version).reading).firewall).toEqual({ kind: 'known', value: 'exempt' });
  });

  it('counts in an ordinary registry all the same, should there be one', async () => {
    const version = versionOf({ place: { ...SHOP, type: 'VIRTUAL' } });
    const { firewall } = await read({ rows: [row({ scanStatus: 'BLOCKED' })] }, version).reading;
    expect(firewall).toEqual({ kind: 'known', value: 'BLOCKED' });
  });

  it('is an error where the call does not exist', async () => {
    const { reading } = read({ artifacts: NO_SUCH_CALL });
    await expect(reading).rejects.toMatchObject({ code: 'missing-call' });
  });
});

describe('rows of other digests of the artifact', () => {
  const other = digest('a');

  it('are told where they say something bad', async () => {
    const rows = [
      row({ version: other, scanStatus: 'BLOCKED' }),
      row({ version: digest('b'), isQuarantined: true, quarantineReason: 'CVE-1' }),
      row({ version: digest('c'), scanStatus: 'ALLOWED' }),
      row({ version: digest('9'), isQuarantined: true }),
      row({ version: '1.4.1', scanStatus: 'BLOCKED' }),
    ];
    const { others } = await read({ rows }).reading;
    expect(others).toEqual([
      { digest: other, isBlocked: true, quarantine: undefined },
      { digest: digest('b'), isBlocked: false, quarantine: { reason: 'CVE-1' } },
    ]);
  });

  it('of another artifact or registry are not', async () => {
    const bad = { version: other, scanStatus: 'BLOCKED' };
    const rows = [row({ ...bad, name: 'app2' }), row({ ...bad, registryIdentifier: 'docker-dev' })];
    expect((await read({ rows }).reading).others).toEqual([]);
  });
});

describe('quarantine', () => {
  it('of our tag, our digest or any of our tags counts', async () => {
    const version = versionOf({ image: imageOf({ tags: ['1.4.2', 'latest'] }) });
    for (const name of ['1.4.2', 'latest', digest('9')]) {
      const rows = [row({ version: name, isQuarantined: true, quarantineReason: 'bad' })];
      expect((await read({ rows }, version).reading).quarantine).toEqual({ reason: 'bad' });
    }
  });

  it('of another version does not count', async () => {
    const rows = [row({ version: digest('8'), isQuarantined: true })];
    expect((await read({ rows }).reading).quarantine).toBeUndefined();
  });

  it('is never ruled out by a list', async () => {
    expect((await read({ rows: [row()] }).reading).quarantine).toBeUndefined();
  });

  it('in the general version details counts when they name our version', async () => {
    const details = data({ version: '1.4.2', name: 'app', isQuarantined: true });
    expect((await read({ details }).reading).quarantine).toEqual({ reason: '' });
  });

  it.each([
    ['an empty shell', { version: '', name: '', isQuarantined: true }],
    ['another image', { version: '1.4.2', name: 'app2', isQuarantined: true }],
  ])('in version details that are %s does not count', async (_, json) => {
    expect((await read({ details: data(json) }).reading).quarantine).toBeUndefined();
  });
});

describe('a list with more pages than the gate reads', () => {
  /** A thousand rows of other versions, a hundred a page; the given ones are the first of the first page. */
  function readLong(type: Place['type'], first: readonly object[] = []) {
    const { call } = callerOf(({ path, query }) => {
      if (path.endsWith('/details')) return NOT_FOUND;
      const page = Number(query['page']);
      const others = Array.from({ length: 100 - first.length }, (_, index) =>
        row({ version: `0.${page}.${index}`, registryType: type }),
      );
      return data({ artifacts: [...(page === 0 ? first : []), ...others], itemCount: 1_000 });
    });
    return readListing(call, versionOf({ place: { ...SHOP, type } }), ASK);
  }

  it.each(['UPSTREAM', undefined] as const)(
    'leaves the firewall of a registry of type %s unrecognised: our row may be on a page unread',
    async (type) => {
      const { firewall } = await readLong(type);
      expect(firewall).toEqual({
        kind: 'unrecognised',
        raw: 'more artifacts than the gate reads',
      });
    },
  );

  it('does not let the rows that were read speak for those that were not', async () => {
    const { firewall } = await readLong('UPSTREAM', [row({ scanStatus: 'ALLOWED' })]);
    expect(firewall.kind).toBe('unrecognised');
  });

  it('is also one that sends its first page over and over', async () => {
    const { call } = callerOf(({ path }) =>
      path.endsWith('/details')
        ? NOT_FOUND
        : data({ artifacts: [row({ version: 'other' })], itemCount: 1_000 }),
    );
    expect((await readListing(call, versionOf(), ASK)).firewall.kind).toBe('unrecognised');
  });

  it('tells that the firewall blocks all the same', async () => {
    const { firewall } = await readLong('UPSTREAM', [row({ scanStatus: 'BLOCKED' })]);
    expect(firewall).toEqual({ kind: 'known', value: 'BLOCKED' });
  });

  it('changes nothing for an ordinary registry, which has no firewall', async () => {
    expect((await readLong('VIRTUAL')).firewall).toEqual({ kind: 'known', value: 'exempt' });
  });

  it('knows the type of the registry by any of its rows', async () => {
    const ofOthers = (registryType: string, more: object = {}) =>
      callerOf(({ path }) =>
        path.endsWith('/details')
          ? NOT_FOUND
          : data({ artifacts: [row({ name: 'app2', registryType, ...more })], itemCount: 1_000 }),
      ).call;
    const firewallOf = async (call: Caller) => (await readListing(call, versionOf(), ASK)).firewall;
    expect(await firewallOf(ofOthers('VIRTUAL'))).toEqual({ kind: 'known', value: 'exempt' });
    expect((await firewallOf(ofOthers('UPSTREAM'))).kind).toBe('unrecognised');
    const elsewhere = ofOthers('VIRTUAL', { registryIdentifier: 'docker-dev' });
    expect((await firewallOf(elsewhere)).kind).toBe('unrecognised');
  });

  it('is another than one that ends on the last page that is read', async () => {
    const { call } = callerOf(({ path, query }) => {
      if (path.endsWith('/details')) return NOT_FOUND;
      return data({ artifacts: [row({ version: query['page'] })], itemCount: 5 });
    });
    expect((await readListing(call, versionOf(), ASK)).firewall.kind).toBe('absent');
  });
});

describe('rows of one version that contradict each other', () => {
  const inEachOrder = (a: object, b: object) => [
    [row(a), row(b)],
    [row(b), row(a)],
  ];

  it.each(inEachOrder({ isQuarantined: true }, { isQuarantined: false }))(
    'make it quarantined when one says so: %j, %j',
    async (...rows) => {
      expect((await read({ rows }).reading).quarantine).toEqual({ reason: '' });
    },
  );

  it.each(inEachOrder({ scanStatus: 'BLOCKED' }, { scanStatus: 'ALLOWED' }))(
    'make it blocked when one says so: %j, %j',
    async (...rows) => {
      const { firewall } = await read({ rows }).reading;
      expect(firewall).toEqual({ kind: 'known', value: 'BLOCKED' });
    },
  );

  it('count though they stand on different pages', async () => {
    const { call } = callerOf(({ path, query }) => {
      if (path.endsWith('/details')) return NOT_FOUND;
      return data({ artifacts: [row({ isQuarantined: query['page'] === '1' })], itemCount: 3 });
    });
    expect((await readListing(call, versionOf(), ASK)).quarantine).toEqual({ reason: '' });
  });
});

describe('list artifacts', () => {
  it("is asked in the registry's own space", async () => {
    const { reading, heard } = read({});
    await reading;
    expect(heard.map(({ path }) => path)).toContain(
      '/har/api/v1/spaces/aBc/default/shop/+/artifacts',
    );
    expect(heard[0]?.query).toMatchObject({ reg_identifier: 'docker-prod', search_term: 'app' });
  });

  it('is asked for five pages at most', async () => {
    let page = 0;
    const { call, heard } = callerOf(({ path }) => {
      if (path.endsWith('/details')) return NOT_FOUND;
      page += 1;
      return data({ artifacts: [row({ version: `${page}` })], itemCount: 1_000 });
    });
    await readListing(call, versionOf(), ASK);
    expect(heard.filter(({ path }) => path.endsWith('/artifacts'))).toHaveLength(5);
  });
});
