/**
 * A configuration whose resources are all `terraform_data`, which needs no provider: what was an argument is a key of its
 * `input`, with the very same expression. Made for files in the form of `tofu fmt`, which the test requires.
 *
 * `resource "T" "N"` becomes `resource "terraform_data" "T_N"`, a nested block a list of objects under its name, a dynamic
 * block a list by `for`. References follow, and so does `ignore_changes`. The blocks that choose providers are left out.
 */

/** Something in the body of a block. */
type Item = Attribute | Block;

interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  /** With its further lines. */
  readonly expression: string;
}

interface Block {
  readonly kind: 'block';
  readonly name: string;
  readonly labels: readonly string[];
  readonly body: readonly string[];
}

/** What is about the resource and none of its arguments. */
const metaArguments = new Set(['for_each', 'count', 'depends_on']);

/** @throws Error for whatever it does not know, so that nothing is left out in silence */
export function standIns(text: string): string {
  const blocks = itemsOf(text.split('\n')).map(requireBlock);
  const resources = blocks.filter(({ name }) => name === 'resource').map(({ labels }) => labels);
  const kept = blocks.filter(({ name }) => name !== 'terraform' && name !== 'provider');
  const written = kept.map((block) => (block.name === 'resource' ? resource(block) : verbatim(block)));
  return resources.reduce(
    (all, [type, name]) =>
      all.replaceAll(new RegExp(`(?<![.\\w"])${type}\\.${name}\\b`, 'g'), `terraform_data.${type}_${name}`),
    written.join('\n\n'),
  );
}

function verbatim({ name, labels, body }: Block): string {
  return [`${[name, ...labels.map((label) => `"${label}"`)].join(' ')} {`, ...body, '}'].join('\n');
}

function resource({ labels: [type, name], body }: Block): string {
  const items = itemsOf(body);
  const isMeta = (item: Item) => (item.kind === 'attribute' ? metaArguments.has(item.name) : item.name === 'lifecycle');
  const meta = items
    .filter(isMeta)
    .map((item) => (item.kind === 'attribute' ? `${item.name} = ${item.expression}` : lifecycle(item, items)));
  const input = `input = ${objectOf(items.filter((item) => !isMeta(item)))}`;
  return [`resource "terraform_data" "${type}_${name}" {`, ...meta, input, '}'].join('\n');
}

/** Only `ignore_changes` is known, and what it names has to be an argument of the resource. */
function lifecycle({ body }: Block, items: readonly Item[]): string {
  const [ignored, ...others] = itemsOf(body);
  if (ignored?.kind !== 'attribute' || ignored.name !== 'ignore_changes' || others.length > 0)
    throw unknown('lifecycle', body);
  const names = ignored.expression.match(/\w+/g) ?? [];
  const missing = names.filter((name) => !items.some((item) => item.name === name));
  if (missing.length > 0)
    throw new Error(`ignore_changes names ${missing.join(', ')}, and the resource has no such argument`);
  return `lifecycle {\nignore_changes = [${names.map((name) => `input.${name}`).join(', ')}]\n}`;
}

function objectOf(items: readonly Item[]): string {
  const attributes = items
    .filter((item) => item.kind === 'attribute')
    .map(({ name, expression }) => `${name} = ${expression}`);
  const blocks = items.filter((item) => item.kind === 'block');
  const plain = blocks.filter(({ name }) => name !== 'dynamic');
  const lists = [...new Set(plain.map(({ name }) => name))].map((name) => {
    const objects = plain.filter((block) => block.name === name).map(({ body }) => objectOf(itemsOf(body)));
    return `${name} = [${objects.join(', ')}]`;
  });
  const dynamic = blocks.filter(({ name }) => name === 'dynamic').map(dynamicList);
  return `{\n${[...attributes, ...lists, ...dynamic].join('\n')}\n}`;
}

function dynamicList({ labels: [name = ''], body }: Block): string {
  const [each, content, ...others] = itemsOf(body);
  if (each?.kind !== 'attribute' || content?.kind !== 'block' || content.name !== 'content' || others.length > 0)
    throw unknown(`dynamic ${name}`, body);
  const object = objectOf(itemsOf(content.body)).replaceAll(
    new RegExp(`(?<!\\.)\\b${name}\\.(key|value)\\b`, 'g'),
    `${name}_$1`,
  );
  return `${name} = [for ${name}_key, ${name}_value in ${each.expression} : ${object}]`;
}

/** What stands in a body, each with the lines up to its end. */
function itemsOf(lines: readonly string[]): readonly Item[] {
  const items: Item[] = [];
  let rest = lines;
  while (rest.length > 0) {
    if (/^\s*(#.*)?$/.test(rest[0] ?? '')) rest = rest.slice(1);
    else {
      const end = rest.findIndex((_, index) => isClosed(rest.slice(0, index + 1))) + 1;
      if (end === 0) throw unknown('a block without end', rest);
      items.push(itemOf(rest.slice(0, end)));
      rest = rest.slice(end);
    }
  }
  return items;
}

function itemOf(lines: readonly string[]): Item {
  const [line = ''] = lines;
  const [, attribute, expression = ''] = /^\s*(\w+)\s+= (.*)$/.exec(line) ?? [];
  if (attribute) return { kind: 'attribute', name: attribute, expression: [expression, ...lines.slice(1)].join('\n') };
  const [, block, labels = ''] = /^\s*(\w+)((?: "\w+")*) \{$/.exec(line) ?? [];
  if (!block) throw unknown('line', lines);
  return { kind: 'block', name: block, labels: labels.match(/\w+/g) ?? [], body: lines.slice(1, -1) };
}

/** Whether all brackets of some lines are closed, those in strings and comments aside. */
function isClosed(lines: readonly string[]): boolean {
  const code = lines.map((line) => line.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/#.*$/, '')).join('\n');
  return (code.match(/[[{(]/g) ?? []).length === (code.match(/[\])}]/g) ?? []).length;
}

function requireBlock(item: Item): Block {
  if (item.kind === 'attribute') throw new Error(`the attribute ${item.name} stands outside of all blocks`);
  return item;
}

const unknown = (what: string, lines: readonly string[]) => new Error(`not understood: ${what}\n${lines.join('\n')}`);
