/** How the command ends when it cannot do what was asked: exit statuses, failures that say what to do, and system errors in words. */

/** Exit statuses; 70 is EX_SOFTWARE of sysexits.h. An interrupted run ends with 128 + the signal's number. */
export const exitStatus = {
  done: 0,
  wrongInput: 1,
  wrongUsage: 2,
  ioFailed: 3,
  /** Of a comparison that found something. */
  changes: 4,
  internalError: 70,
  brokenPipe: 141,
} as const;

/** An error that the user can do something about. It never holds a secret. */
export interface Failure extends Error {
  readonly status: number;
  /** What to do next, in one sentence; empty if the message says it all. */
  readonly mend: string;
}

/** Makes a failure with an exit status, what is wrong, and what to do about it. */
export function failure(status: number, message: string, mend = ''): Failure {
  return Object.assign(new Error(message), { status, mend });
}

/** A failure of wrong usage: what is wrong, what to do, and where the help is, a command's own if it is named. */
export function wrongUsage(message: string, mend: string, command?: string): Failure {
  const help = command === undefined || command === 'build' ? '' : `${command} `;
  return failure(exitStatus.wrongUsage, message, `${mend} See build-userdata ${help}--help.`.trimStart());
}

/** Whether a thrown value is a failure of ours, and not a surprise. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'mend' in error && 'status' in error;
}

/** The code of a system error (`ENOENT`), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  return String(error.code);
}

const systemErrorWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use, or something is mounted on it',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it exists already',
  EFBIG: 'a file would be larger than allowed',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  ENXIO: 'nothing answers at the other end',
  EPERM: 'the system does not allow it',
  EROFS: 'the file system is read-only',
  EXDEV: 'it is on another file system',
};

/** A system error in words, without the paths and calls that Node adds; other values are thrown again. */
export function systemErrorReason(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === undefined) throw error;
  const words = systemErrorWords[code];
  return words === undefined ? `the system says ${code}` : words;
}

/** Runs `action`; a system error becomes a failure of reading or writing with `what` in front, other errors pass. */
export function ioFailing<T>(what: string, action: () => T, mend = ''): T {
  try {
    return action();
  } catch (error) {
    if (isFailure(error)) throw error;
    throw failure(exitStatus.ioFailed, `${what}: ${systemErrorReason(error)}`, mend);
  }
}
