import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** What is measured with, in words; nothing in it tells one machine from its twins. */
export function describeMachine(): readonly string[] {
  const [first] = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${memoryGb} GB, ${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    ...['bash', 'curl', 'jq'].map((tool) => findVersion(tool) ?? `${tool} is missing`),
  ];
}

/** The tools of the script that are not there. */
export function findMissingTools(): readonly string[] {
  return ['bash', 'curl', 'jq', 'sha256sum'].filter((tool) => findVersion(tool) === undefined);
}

/** The first line of `--version` up to the number; `undefined` when the tool is not there. */
function findVersion(tool: string): string | undefined {
  try {
    const text = execFileSync(tool, ['--version'], { encoding: 'utf8' });
    return `${tool} ${/\d+(?:\.\d+)+/.exec(text)?.[0] ?? ''}`.trim();
  } catch {
    return undefined;
  }
}
