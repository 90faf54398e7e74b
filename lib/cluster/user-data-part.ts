/** A part of user-data of one's own, and what cloud-init would misread in it. */

/** The kinds of parts that are written here. */
type UserDataPartType = 'text/cloud-config' | 'text/x-shellscript';

export interface UserDataPart {
  readonly contentType: UserDataPartType;
  /** File name of the part: 1 to 64 letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  readonly content: string;
  /**
   * How cloud-init merges the part into those before it, for example `list(append)+dict(recurse_list)+str()`;
   * without it, a later part replaces the same top-level key.
   */
  readonly mergeType?: string;
}

/** What is wrong with a part. */
export type PartProblem =
  /** A jinja template: what it becomes is not known before the machine boots. */
  | 'jinja'
  /** A cloud-config whose first line is not `#cloud-config`. */
  | 'cloud-config-header'
  /** A shell script that does not begin with `#!`; cloud-init would guess another type. */
  | 'shebang'
  | 'name'
  | 'merge-type'
  /** Half of a surrogate pair, which UTF-8 cannot say. */
  | 'unicode';

/** cloud-init ignores blanks before it, and its case. */
const jinjaHeader = /^\s*##\s*template:\s*jinja/i;
const merger = '[a-z_]+\\([a-z_,]*\\)';
const mergeType = new RegExp(`^${merger}(\\+${merger})*$`);

/** Says what is wrong with a part, or `undefined` if it can be sent. */
export function partProblem(part: UserDataPart): PartProblem | undefined {
  const { contentType, name, content } = part;
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) return 'name';
  if (jinjaHeader.test(content)) return 'jinja';
  if (/\p{Cs}/u.test(content)) return 'unicode';
  if (part.mergeType !== undefined && !mergeType.test(part.mergeType)) return 'merge-type';
  if (contentType === 'text/x-shellscript') return content.startsWith('#!') ? undefined : 'shebang';
  return /^#cloud-config[ \t]*(\r?\n|$)/.test(content) ? undefined : 'cloud-config-header';
}
