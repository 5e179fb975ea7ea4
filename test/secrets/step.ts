import { type Played, type PlayOptions, play } from '../e2e/play.ts';
import type { Reply } from '../simulator/answers.ts';
import type { Call } from '../simulator/calls.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop, type ShopOptions } from '../simulator/shop.ts';
import { findForms } from './forms.ts';
import { KEY, SECRETS, TOKEN } from './secrets.ts';

const MASK = /^::add-mask::.*$/gm;

/** A good image behind the key and the token, with something else in front of the services if wanted. */
export function guarded(
  intercept?: (call: Call) => Reply | undefined,
  shop: ShopOptions = {},
): Scenario {
  return {
    name: 'guarded',
    title: 'A good image behind a key full of odd characters',
    expect: { verdict: 'passed', reason: /./ },
    world: () =>
      createShop({
        ...shop,
        harness: { keys: { [KEY]: 'view' }, ...shop.harness },
        jfrog: { token: TOKEN, ...shop.jfrog },
        ...(intercept === undefined ? {} : { intercept }),
      }),
  };
}

/** One step with the key and the token. */
export function step(scenario: string | Scenario, options: PlayOptions = {}): Promise<Played> {
  const secrets = { 'harness-api-key': KEY, 'jfrog-access-token': TOKEN };
  return play(scenario, { ...options, inputs: { ...secrets, ...options.inputs } });
}

/** Where and in which form a secret came to light: `stdout: hex of secret 1`. `more` are texts of other places. */
export function findLeaks(
  played: Played,
  secrets: readonly string[] = SECRETS,
  more: Readonly<Record<string, string>> = {},
): readonly string[] {
  const { stdout, stderr, summary, outputs, annotations, files, workspaceFiles } = played;
  const places = {
    // The command that registers a mask is the one place where a secret belongs.
    stdout: stdout.replaceAll(MASK, ''),
    stderr,
    summary,
    outputs: JSON.stringify(outputs) + Object.values(outputs).join('\n'),
    annotations: annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
    files: Object.entries({ ...files, ...workspaceFiles })
      .flat()
      .join('\n'),
    ...more,
  };
  const leaks = Object.entries(places).flatMap(([place, text]) =>
    findForms(text, secrets).map((form) => `${place}: ${form}`),
  );
  // The runner masks the summary while it reads it: a mask that had something to hide is a leak.
  return summary.includes('***') ? [...leaks, 'summary: a form that the runner masks'] : leaks;
}
