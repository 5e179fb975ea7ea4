import type { Answer, Reply } from '../simulator/answers.ts';
import type { Call } from '../simulator/calls.ts';
import { answerHarness } from '../simulator/harness.ts';
import { answerJfrog } from '../simulator/jfrog.ts';
import type { Scenario } from '../simulator/scenario.ts';
import type { World } from '../simulator/world.ts';
import { guarded } from './step.ts';

/** Ways in which a careless server repeats what it was sent; each gives away at least 12 characters. */
export const ECHOES: Readonly<Record<string, (key: string) => string>> = {
  plain: (key) => key,
  base64: (key) => Buffer.from(`user:${key}`).toString('base64'),
  base64url: (key) => Buffer.from(`x${key}`).toString('base64url'),
  hex: (key) => Buffer.from(key).toString('hex'),
  'hex in capitals': (key) => Buffer.from(key).toString('hex').toUpperCase(),
  'its end': (key) => key.slice(-20),
  'its base64, cut': (key) => Buffer.from(key).toString('base64').slice(-29, -3),
  'its hex, cut': (key) => Buffer.from(key).toString('hex').slice(-41, -3),
};

/** Says of an answer that it is one; without it nothing else in it is read. */
const ENVELOPE = 'SUCCESS';

/** The key or token of a request. */
export function keyOf({ headers }: Call): string {
  return headers['x-api-key'] ?? headers['authorization']?.replace('Bearer ', '') ?? '';
}

/** Names and values of an answer's fields, as far as they are texts. */
type Rewrite = (name: string, text: string, call: Call) => string;

/** A good image in services that rewrite the texts of their own answers. */
export function rewriting(rewrite: Rewrite): Scenario {
  const { world, ...scenario } = guarded();
  return {
    ...scenario,
    world: () => {
      const plain = world();
      const intercept = (call: Call) => rewriteReply(answer(plain, call), call, rewrite);
      return { ...plain, intercept };
    },
  };
}

function answer(world: World, call: Call): Reply {
  const reply =
    call.system === 'harness' ? answerHarness(world, call) : answerJfrog(world, call, '');
  world.ledger.noteCall(call.name);
  return reply;
}

function rewriteReply(reply: Reply, call: Call, rewrite: Rewrite): Reply {
  if (reply === 'drop' || !isJson(reply)) return reply;
  const body: unknown = JSON.parse(reply.body, (name, value: unknown) =>
    typeof value === 'string' && value !== ENVELOPE ? rewrite(name, value, call) : value,
  );
  return { ...reply, body: JSON.stringify(body) };
}

function isJson({ contentType = '' }: Answer): boolean {
  return /[/+]json\b/.test(contentType);
}
