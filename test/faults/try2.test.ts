import { it } from 'vitest';
import { tryOut } from './trial.ts';
import { NETWORK, SERVICE } from './catalogue.ts';
import { byImage, manyImages } from './many-images.ts';
const all = [...NETWORK, ...SERVICE];
it('x', async () => {
  const t0 = performance.now(); const seen: string[] = [];
  const p = await tryOut({ scenario: manyImages(all.length + 2, 'now'), plan: (() => { const b = byImage((i, c) => c.name === 'listRegistries' ? all[i]?.fault : undefined); return (c) => { seen.push(((performance.now() - t0)|0) + ' ' + c.name + ' ' + /(app|docker)-(\d\d)/.exec(c.url + c.body)?.[0]); return b(c); }; })(), inputs: { 'appear-timeout': '20s', 'scan-timeout': '20s', 'poll-min-interval': '100ms', 'poll-max-interval': '400ms' }, env: { TIME_SPEED: '10' }, preload: ['fast-time.mjs'], timeoutMs: 50000 });
  console.log('@@', p.ms | 0, p.peakMb | 0, p.calls.length); console.log(seen.filter((_, i) => i % 8 === 0 || i > seen.length - 30).join('\n'));
  for (const r of JSON.parse(p.run.outputs.results ?? '').images) console.log('@@', r.image, r['waited-seconds'], r.verdict)
}, 60000);
