import { describe, it } from 'vitest';
import { tryOut } from './trial.ts';
import { NETWORK, SERVICE } from './catalogue.ts';
import { byImage, manyImages } from './many-images.ts';
import { answers } from './content-faults.ts';
const all = [...NETWORK, ...SERVICE];
const gone = answers({ status: 404, type: 'text/plain', body: '404 page not found\n' });
describe.concurrent('x', () => {
for (const name of (process.env.CALLS ?? 'tags,integrationdetails,status').split(','))  it(name, async () => {
  const from = Number(process.env.FROM ?? 1), times = Number(process.env.TIMES ?? 1e9);
  const p = await tryOut({ scenario: manyImages(all.length + 2, name === 'xraySummary' ? 'before' : 'now'), plan: byImage((i, c) => {
    if (name === 'versions' && c.name === 'tags') return gone;
    return c.name === name && c.nth >= from && c.nth < from + times ? all[i]?.fault : undefined;
  }), inputs: { 'appear-timeout': '20s', 'scan-timeout': '20s', 'poll-min-interval': '100ms', 'poll-max-interval': '400ms' }, env: { TIME_SPEED: process.env.SPEED ?? '10' }, preload: ['fast-time.mjs'], timeoutMs: 50000 });
  const rs = JSON.parse(p.run.outputs.results ?? "[]").images;
  console.log('@@', name, 'TOTAL', p.ms | 0, p.peakMb | 0, p.calls.length, p.reason);
  rs.forEach((r: any, i: number) => console.log('@@', name, String(i).padStart(2, '0'), all[i]?.name ?? 'CONTROL', '|', all[i]?.ending, '|', r.verdict, r.reason.replace(/\/har\/api\/v1\/registry\/\{registry\}\/\+\/artifact\/\{artifact\}/g,'').slice(0, 230)));
}, 60000);
});
