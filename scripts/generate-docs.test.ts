import { expect, test } from 'vitest';
import { fillTables } from './generate-docs.ts';

const README =
  '# A\n<!-- inputs -->\nold\n<!-- /inputs -->\nb\n<!-- outputs --><!-- /outputs -->\n';
const ACTION = {
  inputs: {
    image: { description: 'One or\nmore | references.', required: true, default: undefined },
    mode: { description: 'Mode.', required: false, default: 'enforce' },
    digest: { description: 'Digest.', required: false, default: undefined },
  },
  outputs: { verdict: { description: 'The verdict.' } },
};

test('fills both tables and leaves the rest alone', () => {
  expect(fillTables(README, ACTION)).toBe(`# A
<!-- inputs -->
| Input | Default | Meaning |
| --- | --- | --- |
| \`image\` | **required** | One or more \\| references. |
| \`mode\` | \`enforce\` | Mode. |
| \`digest\` |  | Digest. |
<!-- /inputs -->
b
<!-- outputs -->
| Output | Meaning |
| --- | --- |
| \`verdict\` | The verdict. |
<!-- /outputs -->
`);
});

test('changes nothing the second time', () => {
  const once = fillTables(README, ACTION);
  expect(fillTables(once, ACTION)).toBe(once);
});

test('refuses a README without the markers', () => {
  expect(() => fillTables('# A', ACTION)).toThrow('<!-- inputs -->');
});
