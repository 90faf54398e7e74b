/** YAML as PyYAML reads it, which is what cloud-init uses, and as js-yaml writes it. */

import fc from 'fast-check';
import { dump, load, SCALAR_STYLE, type ScalarLayout } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeYaml, type YamlMapping, type YamlValue } from '../../lib/render/yaml.ts';
import { testWithJudge } from '../judges.ts';
import { askPython, pythonWith } from '../python.ts';

const yaml = suite('yaml');

/** Words that YAML 1.1 takes for something else, and texts that break block scalars. */
const traps =
  `yes on NO ~ null 12:30 52:54:00:10:00:01 525400100001 0600 1_000 0b1 0x1f = 2024-01-01 1e3 .inf << - ? : , [] {}`
    .split(' ')
    .concat(['', ' ', '\n', '\n\n', 'a\n', 'a\n\n', ' a\n', '\ta\n', 'a \n', 'a\n \nb\n', 'a\n\n\nb\n', 'a\tb\n', '\\'])
    .concat(Array.from('#-.%?&*!"\'|>@`:', (mark) => `${mark} a\n`))
    .concat(['---\n', '...\n', '#cloud-config\n', 'a: b\n', 'a #b\n']);

const character = fc.constantFrom(...'ab:-#|>0 \t\n\'"\\{}[],&*!%@`~?=x1._/');
const text = fc.oneof(fc.string({ unit: character, maxLength: 40 }), fc.constantFrom(...traps));
const key = fc.oneof(fc.constantFrom('no', 'on', 'y', 'eth0', 'clients-2', '1e3', 'null', '0x1', 'path'), text);
/** Mappings of anything that a document may hold. */
const mappingsWith = (anyKey: fc.Arbitrary<string>) =>
  fc.letrec<{ node: YamlValue; map: YamlMapping }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.boolean(),
      fc.integer(),
      fc.array(tie('node'), { maxLength: 4 }),
      tie('map'),
    ),
    map: fc.dictionary(anyKey, tie('node'), { maxKeys: 4, noNullPrototype: true }),
  })).map;
const documents = (fc.sample(mappingsWith(key), { numRuns: 1500, seed: 7 }) as YamlMapping[]).filter(
  (document) => Object.keys(document).length > 0,
);

const readByPython = 'import json,sys,yaml; json.dump([yaml.safe_load(t) for t in json.load(sys.stdin)], sys.stdout)';

testWithJudge(
  yaml,
  'python3 with yaml',
  'PyYAML reads back every document',
  (python) => assert.equal(askPython(python, readByPython, documents.map(encodeYaml)), documents),
  pythonWith('yaml'),
);

yaml('js-yaml reads back every document', () => {
  for (const document of documents) assert.equal(load(encodeYaml(document)), document);
});

/** The same style as js-yaml writes it. */
function encodeByLibrary(document: YamlMapping): string {
  const chooseStyle = (layout: ScalarLayout): void => {
    const { value: string, tag } = layout.node;
    if (tag !== 'tag:yaml.org,2002:str' || layout.isKey) return;
    const isBlock = /^\S([\s\S]*\S)?\n$/.test(string) && !/[ \t]\n/.test(string);
    layout.style = isBlock ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.DOUBLE_QUOTED;
  };
  return dump(document, { lineWidth: -1, noRefs: true, quoteStyle: 'double', scalarStyleRules: [chooseStyle] });
}

yaml('js-yaml writes the same bytes', () => {
  const word = fc.constantFrom('path', 'content', 'runcmd', 'users', 'clients-2');
  fc.assert(
    fc.property(mappingsWith(word), (document) => {
      fc.pre(Object.keys(document).length > 0);
      assert.is(encodeYaml(document), encodeByLibrary(document));
    }),
    { numRuns: 1500 },
  );
});

yaml('a text of several lines stays readable', () => {
  assert.is(encodeYaml({ content: '#!/bin/sh\n\techo a\n' }), 'content: |\n  #!/bin/sh\n  \techo a\n');
});

yaml('what is not ASCII is refused, for cloud-init may lose the whole document', () => {
  assert.throws(() => encodeYaml({ content: 'na\u00efve' }), RangeError);
});

yaml.run();
