import * as core from '@actions/core';
import type { Log } from '../gate/ports.ts';
import type { Annotation } from '../report/annotation.ts';
import { logLine } from '../report/log-line.ts';

/** The log of the job. Only what is written here reaches it, each time as one harmless line. */
export interface JobLog extends Log {
  /** Shows the annotation on the run's page; the log has it, too. */
  annotate(annotation: Annotation): void;
}

/** The log as the runner reads it from the standard output. */
export function openLog(): JobLog {
  return {
    info: (line) => core.info(logLine(line)),
    annotate: ({ level, title, message }) => {
      const lines = message.split('\n').map(logLine).join('\n');
      if (level === 'error') core.error(lines, { title: logLine(title) });
      else core.warning(lines, { title: logLine(title) });
    },
  };
}

/** Tells the runner what must never be shown, before anything could show it. */
export function mask(secrets: readonly string[]): void {
  for (const secret of secrets) {
    if (secret !== '') core.setSecret(secret);
  }
}
