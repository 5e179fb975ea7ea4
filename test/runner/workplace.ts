import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const COMMAND_FILES = {
  GITHUB_ENV: 'set_env',
  GITHUB_OUTPUT: 'set_output',
  GITHUB_PATH: 'add_path',
  GITHUB_STATE: 'save_state',
  GITHUB_STEP_SUMMARY: 'step_summary',
} as const;

/** The variables that name the files in which a step leaves results for the runner. */
export type CommandFileName = keyof typeof COMMAND_FILES;

/** The folders of one run, apart from those of every other run and of the developer. */
export class Workplace {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<Workplace> {
    const place = new Workplace(await mkdtemp(join(tmpdir(), 'image-gate-run-')));
    for (const folder of [place.temp, place.workspace, place.home, join(place.root, 'commands')]) {
      await mkdir(folder);
    }
    for (const path of Object.values(place.commandFiles)) await writeFile(path, '');
    await writeFile(place.event, '{}');
    return place;
  }

  get temp(): string {
    return join(this.root, 'temp');
  }

  get workspace(): string {
    return join(this.root, 'workspace');
  }

  get home(): string {
    return join(this.root, 'home');
  }

  get event(): string {
    return join(this.root, 'event.json');
  }

  get commandFiles(): Record<CommandFileName, string> {
    const at = (name: CommandFileName) => join(this.root, 'commands', COMMAND_FILES[name]);
    return {
      GITHUB_ENV: at('GITHUB_ENV'),
      GITHUB_OUTPUT: at('GITHUB_OUTPUT'),
      GITHUB_PATH: at('GITHUB_PATH'),
      GITHUB_STATE: at('GITHUB_STATE'),
      GITHUB_STEP_SUMMARY: at('GITHUB_STEP_SUMMARY'),
    };
  }

  /** What a command file holds; a step that deletes one wrote nothing. */
  async readCommandFile(name: CommandFileName): Promise<Buffer> {
    return await readFile(this.commandFiles[name]).catch(() => Buffer.alloc(0));
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

/** All files below a folder: path relative to it → text. */
export async function readTree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const texts = await Promise.all(
    paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}
