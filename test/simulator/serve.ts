import { scenarios } from './scenarios.ts';
import { startSimulator } from './simulator.ts';

/** `node test/simulator/serve.ts <scenario>`: serves a scenario until it is interrupted. */
const name = process.argv[2];
if (name === undefined || name === '--list') {
  for (const scenario of scenarios) console.log(`${scenario.name.padEnd(32)}${scenario.title}`);
} else {
  const simulator = await startSimulator(name, { pace: 'live' });
  console.log(`${simulator.origin} serves "${name}". Inputs:`);
  for (const [input, value] of Object.entries(simulator.inputs))
    console.log(`  ${input}: ${JSON.stringify(value)}`);
  process.once('SIGINT', () => {
    simulator.close().catch(console.error);
  });
}
