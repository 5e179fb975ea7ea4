import { describe, expect, it } from 'vitest';
import { scenarios } from '../simulator/scenarios.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { readHarDescription } from './har-description.ts';
import {
  ANSWERED_BY_SOMETHING_ELSE,
  type OUTSIDE_THE_DESCRIPTION,
} from './simulator-exceptions.ts';
import { type TourAnswer, tourHarness } from './simulator-tour.ts';

const description = readHarDescription();
const ordinary = scenarios.filter(
  ({ name, malformed }) => malformed !== true && !(name in ANSWERED_BY_SOMETHING_ELSE),
);

/** Why the description does not cover an answer; undefined when it does. */
function findExemption(answer: TourAnswer): keyof typeof OUTSIDE_THE_DESCRIPTION | undefined {
  const { call, status, contentType, body } = answer;
  if (call === 'registryArtifacts' || call === 'systemInfo') return call;
  if (contentType === 'text/plain; charset=utf-8' && [400, 404].includes(status))
    return 'text/plain';
  if (status === 401 && body === '{"message":"Unauthorized"}') return '401 without code';
  const isShell = call === 'versionDetails' && body.includes('"packageType":""');
  return isShell ? 'empty version details' : undefined;
}

/** Everything that is wrong with an answer, in words; empty when nothing is. */
function findFaults(answer: TourAnswer): readonly string[] {
  if (findExemption(answer) !== undefined) return [];
  const where = `${answer.status} ${answer.path}`;
  const validate = description.findValidator(answer.call, answer.status);
  if (validate === undefined) return [`${where}: no such answer is described`];
  if (!answer.contentType.startsWith('application/json'))
    return [`${where}: ${answer.contentType}`];
  if (validate(JSON.parse(answer.body)) === true) return [];
  return (validate.errors ?? []).map((error) => `${where}: ${error.instancePath} ${error.message}`);
}

async function tour(name: string): Promise<readonly TourAnswer[]> {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const world = scenario.world();
  const simulator = await startSimulator({ ...scenario, world: () => world });
  try {
    return await tourHarness(simulator, world);
  } finally {
    await simulator.close();
  }
}

describe('every answer of the simulated Harness fits the published description', () => {
  it.each(ordinary)('in scenario $name', async ({ name }) => {
    const answers = await tour(name);
    expect(answers.length).toBeGreaterThan(0);
    expect([...new Set(answers.flatMap(findFaults))]).toStrictEqual([]);
  });

  it.each(scenarios.filter(({ malformed }) => malformed))(
    'but not in scenario $name, which is malformed on purpose',
    async ({ name }) => {
      expect((await tour(name)).flatMap(findFaults)).not.toStrictEqual([]);
    },
  );

  it('covers every call of the description with a good answer', async () => {
    const good = (await tour('clean')).filter((answer) => answer.status === 200);
    const described = [
      'dockerDetails',
      'dockerIntegrationDetails',
      'dockerManifest',
      'dockerManifests',
    ];
    const lists = ['listArtifacts', 'artifactVersions', 'artifactTags', 'listRegistries'];
    const others = ['versionSummary', 'quarantine', 'unquarantine'];
    const called = new Set(good.map((answer) => answer.call));
    for (const call of [...described, ...lists, ...others]) expect(called).toContain(call);
  });
});

describe('the scenarios', () => {
  it('have names of their own in kebab-case', () => {
    const names = scenarios.map((scenario) => scenario.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toStrictEqual([]);
  });
});
