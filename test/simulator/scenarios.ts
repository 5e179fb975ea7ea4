import type { Scenario } from './scenario.ts';
import { countScenarios } from './scenarios/counts.ts';
import { imageScenarios } from './scenarios/images.ts';
import { outageScenarios } from './scenarios/outages.ts';
import { platformScenarios } from './scenarios/platforms.ts';
import { progressScenarios } from './scenarios/progress.ts';
import { quarantineScenarios } from './scenarios/quarantine.ts';
import { scopeScenarios } from './scenarios/scope.ts';
import { storageScenarios } from './scenarios/storage.ts';
import { supplyChainScenarios } from './scenarios/supply-chain.ts';
import { tagScenarios } from './scenarios/tags.ts';
import { xrayScenarios } from './scenarios/xray.ts';

export type { Scenario } from './scenario.ts';

/** Every scenario, in the order in which a reader would want to meet them. */
export const scenarios: readonly Scenario[] = [
  ...progressScenarios,
  ...countScenarios,
  ...quarantineScenarios,
  ...tagScenarios,
  ...platformScenarios,
  ...imageScenarios,
  ...supplyChainScenarios,
  ...xrayScenarios,
  ...storageScenarios,
  ...scopeScenarios,
  ...outageScenarios,
];

/** The scenario of that name; throws with the known names when there is none. */
export function findScenario(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `There is no scenario "${name}". Known: ${scenarios.map((scenario) => scenario.name).join(', ')}.`,
  );
}
