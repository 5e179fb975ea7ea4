import { type Command, parseCommand } from './commands.ts';
import type { Masks } from './masks.ts';

/** A message that GitHub shows on the run's page. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title?: string;
  readonly message: string;
}

/** How a line of the log is shown. */
export type LineKind = Annotation['level'] | 'debug' | 'group' | 'endgroup' | 'text';

const ANNOTATIONS_PER_LEVEL = 10;
const ANNOTATION_CHARACTERS = 4_096;
const LABELS = { error: 'Error', warning: 'Warning', notice: 'Notice' } as const;

/** Takes the lines of a step's output one by one and does what the runner does with them. */
export class StepLog {
  readonly annotations: Annotation[] = [];
  readonly commands: Command[] = [];
  readonly lines: string[] = [];
  readonly outputs: Record<string, string> = {};
  /** Whether a command made the step fail, whatever its exit code. */
  failed = false;
  readonly #masks: Masks;
  readonly #showsDebug: boolean;
  readonly #onLine: (line: string, kind: LineKind) => void;
  #resumeToken: string | undefined;

  constructor(
    masks: Masks,
    showsDebug: boolean,
    onLine: (line: string, kind: LineKind) => void = () => undefined,
  ) {
    this.#masks = masks;
    this.#showsDebug = showsDebug;
    this.#onLine = onLine;
  }

  /** One line of stdout or stderr. */
  read(line: string): void {
    if (this.#resumeToken !== undefined) {
      if (line.trim() === `::${this.#resumeToken}::`) this.#resumeToken = undefined;
      else this.#show(line, 'text');
      return;
    }
    const command = parseCommand(line);
    if (command === undefined) this.#show(line, 'text');
    else this.#run(command, line);
  }

  /** An error, warning or notice of the step or of the runner itself. */
  annotate(level: Annotation['level'], message: string, title?: string): void {
    const text = this.#masks.apply(message);
    this.#show(`${LABELS[level]}: ${message}`, level);
    if (this.annotations.filter((one) => one.level === level).length >= ANNOTATIONS_PER_LEVEL)
      return;
    const short = text.slice(0, ANNOTATION_CHARACTERS);
    const heading = title === undefined ? {} : { title: this.#masks.apply(title) };
    this.annotations.push({ level, ...heading, message: short });
  }

  /** An error of the runner that makes the step fail. */
  fail(message: string): void {
    this.failed = true;
    this.annotate('error', message);
  }

  #run(command: Command, line: string): void {
    this.commands.push(command);
    const { name, properties, message } = command;
    if (name === 'error' || name === 'warning' || name === 'notice') {
      this.annotate(name, message, properties['title']);
    } else if (name === 'add-mask') {
      if (message.trim() === '') this.annotate('warning', "Can't add a mask for an empty string.");
      else this.#masks.add(message);
    } else if (name === 'group') this.#show(message, 'group');
    else if (name === 'endgroup') this.#show('', 'endgroup');
    else if (name === 'stop-commands') this.#resumeToken = message;
    else if (name === 'debug' && this.#showsDebug) this.#show(`Debug: ${message}`, 'debug');
    else if (name === 'set-output') this.outputs[properties['name'] ?? ''] = message;
    else if (name === 'set-env' || name === 'add-path') {
      this.fail(`Unable to process command '${line}' successfully.`);
    }
  }

  #show(text: string, kind: LineKind): void {
    const rendered = kind === 'group' ? `▸ ${text}` : text;
    for (const part of this.#masks.apply(rendered).split(/\r\n|\r|\n/)) {
      if (kind !== 'endgroup') this.lines.push(part);
      this.#onLine(part, kind);
    }
  }
}
