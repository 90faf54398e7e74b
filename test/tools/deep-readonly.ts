/** Makes generated types readonly to the last list, so that a description that is written `as const` has them. */

/**
 * Marks every property, index signature and list.
 * @param types TypeScript with one property a line, as json-schema-to-typescript writes it
 * @throws Error for a list of lists, which it does not know
 */
export function deepReadonly(types: string): string {
  const comments: string[] = [];
  const bare = types.replace(/\/\*[\s\S]*?\*\//g, (comment) => `/*${comments.push(comment) - 1}*/`);
  const marked = readonlyLists(bare).replace(/^(\s+)(?=(?:[\w$]+|"[^"]*"|\[k: string\])\??:)/gm, '$1readonly ');
  return marked.replace(/\/\*(\d+)\*\//g, (_, index) => comments[index] ?? '');
}

function readonlyLists(code: string): string {
  if (code.includes('[][]')) throw new Error('a list of lists cannot be made readonly here');
  let marked = code;
  for (let at = marked.lastIndexOf('[]'); at >= 0; at = marked.lastIndexOf('[]', at - 1)) {
    const start = elementStart(marked, at);
    marked = `${marked.slice(0, start)}readonly ${marked.slice(start)}`;
  }
  return marked;
}

/** Where the type of a list's elements begins, which ends before `end`: a name, or something in brackets. */
function elementStart(code: string, end: number): number {
  if (!/[)}]/.test(code.charAt(end - 1))) return code.slice(0, end).search(/[\w$]+$/);
  let depth = 0;
  for (let at = end - 1; at >= 0; at -= 1) {
    if (/[)}]/.test(code.charAt(at))) depth += 1;
    if (/[({]/.test(code.charAt(at))) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('a bracket has no beginning');
}
