import { Environment } from '../payload';

/** Where lines for people go. */
export interface Screen {
  /** Never throws and never waits. */
  write(text: string): void;
  /** Columns of the terminal that somebody watches; undefined where nobody does. */
  columns(): number | undefined;
}

const NARROWEST = 20;
const USUAL_COLUMNS = 80;
/** A reader that takes nothing, such as a terminal that was halted, must not fill the memory; the log has everything. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** A stream of this process as a screen; a reader that goes away never ends a run. */
export function screenOf(stream: NodeJS.WriteStream, environment: Environment): Screen {
  let gone = false;
  // Terraform closes the pipe when it is interrupted; the node in hand must still be finished.
  stream.on('error', () => {
    gone = true;
  });
  return {
    write: (text) => {
      if (!gone && stream.writableLength < MOST_WAITING_BYTES) {
        stream.write(text);
      }
    },
    columns: () => watchedColumns(stream, environment),
  };
}

/** Columns of a stream that is a terminal with somebody in front of it; undefined for any other. */
export function watchedColumns(stream: NodeJS.WriteStream, environment: Environment): number | undefined {
  const watched = stream.isTTY === true && environment.TERM !== 'dumb' && !isSet(environment.CI);
  return watched ? Math.max(NARROWEST, stream.columns ?? USUAL_COLUMNS) : undefined;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
