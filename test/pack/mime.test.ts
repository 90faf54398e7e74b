/** Multi-part user-data: what was put in comes out, for Python's email parser and for cloud-init itself. */

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { partProblem, type UserDataPart } from '../../lib/cluster/user-data-part.ts';
import { isMistakenForMime, multipartUserData } from '../../lib/pack/mime.ts';
import { testWithJudge } from '../judges.ts';
import { askDebianPython } from '../python.ts';

const config: UserDataPart = {
  contentType: 'text/cloud-config',
  name: 'nomad-firstboot.cfg',
  content: '#cloud-config\nhostname: n1\nruncmd:\n- [ls]\n',
};
const merged: UserDataPart = {
  contentType: 'text/cloud-config',
  name: 'extra.cfg',
  content: '#cloud-config\nruncmd:\n- [id]\n',
  mergeType: 'list(append)+dict(recurse_list)+str()',
};
const script: UserDataPart = {
  contentType: 'text/x-shellscript',
  name: 'cheese.sh',
  content: '#!/bin/sh\necho Käse\n',
};

/** Everything that could be lost on the way: line ends, blanks at ends, long lines, boundaries, other scripts. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        '\n',
        '\r\n',
        '\r',
        '\n\n',
        ' \n',
        '\t',
        '\f',
        '\v',
        '\u0085',
        '\u2028',
        '\0',
        '\u001c',
        '\ufeff',
      ),
      fc.constantFrom(
        '--nomad-firstboot-1',
        '\n--nomad-firstboot-1--\n',
        'nomad-firstboot-2',
        'MIME-Version: 1.0\n',
        'From me\n',
      ),
      fc.integer({ min: 990, max: 1010 }).map((length) => 'x'.repeat(length)),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

const anyPart: fc.Arbitrary<UserDataPart> = fc
  .record({ isScript: fc.boolean(), text, mergeType: fc.constantFrom(undefined, 'list(append)+dict()+str()') })
  .map(({ isScript, text, mergeType }) => ({
    contentType: isScript ? 'text/x-shellscript' : 'text/cloud-config',
    name: isScript ? 'part.sh' : 'part.cfg',
    content: isScript ? `#!/bin/sh\n${text}` : `#cloud-config\n${text}`,
    ...(mergeType !== undefined && { mergeType }),
  }));
const messages = fc
  .array(anyPart, { minLength: 1, maxLength: 4 })
  .filter((parts) => parts.every((part) => !partProblem(part)));

const seen = (parts: readonly UserDataPart[]) =>
  parts.map(({ contentType, name, content, mergeType }) => [contentType, name, content, mergeType ?? null]);

test('a message of two parts has these bytes', () => {
  assert.is(
    multipartUserData([config, merged]),
    [
      'Content-Type: multipart/mixed; boundary="nomad-firstboot-1"',
      'MIME-Version: 1.0',
      '',
      '--nomad-firstboot-1',
      'Content-Type: text/cloud-config; charset="us-ascii"',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: 7bit',
      'Content-Disposition: attachment; filename="nomad-firstboot.cfg"',
      '',
      '#cloud-config\nhostname: n1\nruncmd:\n- [ls]\n',
      '--nomad-firstboot-1',
      'Content-Type: text/cloud-config; charset="us-ascii"',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: 7bit',
      'Content-Disposition: attachment; filename="extra.cfg"',
      'Merge-Type: list(append)+dict(recurse_list)+str()',
      '',
      '#cloud-config\nruncmd:\n- [id]\n',
      '--nomad-firstboot-1--',
      '',
    ].join('\n'),
  );
});

test('a message is ASCII in lines of at most 998, whatever its parts are', () => {
  fc.assert(
    fc.property(messages, (parts) => {
      const message = multipartUserData(parts);
      return /^[\t\n -~]*$/.test(message) && message.split('\n').every((line) => line.length <= 998);
    }),
  );
});

test('a boundary stands in no part', () => {
  const content = '#!/bin/sh\n: nomad-firstboot-1 --nomad-firstboot-2\n';
  assert.match(
    multipartUserData([{ ...script, content }]),
    /^Content-Type: multipart\/mixed; boundary="nomad-firstboot-3"\n/,
  );
});

test('a part that cloud-init would take for something else is refused', () => {
  const problem = (change: Partial<UserDataPart>) => partProblem({ ...config, ...change });
  const jinja = '## template: jinja\n#cloud-config\n';
  assert.is(problem({}), undefined);
  assert.is(problem({ content: '#cloud-config' }), undefined);
  assert.is(problem({ content: jinja }), 'jinja');
  assert.is(problem({ content: `\n ${jinja.toUpperCase()}` }), 'jinja');
  assert.is(problem({ content: jinja, contentType: 'text/x-shellscript' }), 'jinja');
  for (const content of ['# cloud-config\n', '\ufeff#cloud-config\n', '#cloud-config-archive\n', 'a: 1\n', ''])
    assert.is(problem({ content }), 'cloud-config-header');
  assert.is(problem({ contentType: 'text/x-shellscript' }), 'shebang');
  assert.is(problem({ name: 'a"b' }), 'name');
  assert.is(problem({ name: 'a\nb' }), 'name');
  assert.is(problem({ mergeType: 'list(append)\nX: y' }), 'merge-type');
  assert.is(problem({ content: '#cloud-config\n# \ud800\n' }), 'unicode');
  assert.throws(() => multipartUserData([{ ...config, content: jinja }]), /jinja/);
  assert.throws(() => multipartUserData([]), /at least one/);
});

test('a plain text that cloud-init would take for a message is found', () => {
  assert.ok(isMistakenForMime('#cloud-config\n# mime-VERSION: 1.0\n'));
  assert.not.ok(isMistakenForMime(`#cloud-config\n${'#'.repeat(4096)}\nMIME-Version: 1.0\n`));
  assert.not.ok(isMistakenForMime(multipartUserData([config])));
});

testWithJudge(test, 'python3', "Python's email parser gives every part back", () => {
  const program = `
import email, email.policy
def parts(message):
    return [[part.get_content_type(), part.get_filename(), part.get_payload(decode=True).decode("utf-8"), part["Merge-Type"]]
            for part in email.message_from_bytes(message.encode("ascii")).walk() if not part.is_multipart()]
answer = [parts(each) for each in given]`;
  const samples = [[config, merged, script], ...fc.sample(messages, { numRuns: 300, seed: 4 })];
  assert.equal(askDebianPython(program, samples.map(multipartUserData)), samples.map(seen));
});

testWithJudge(test, 'cloud-init', 'cloud-init gives every part back', () => {
  const program = `
from cloudinit import helpers, user_data, util
processor = user_data.UserDataProcessor(helpers.Paths({}))
def parts(message):
    return [[part.get_content_type(), part.get_filename(), util.fully_decoded_payload(part), part["Merge-Type"]]
            for part in processor.process(message.encode("ascii")).walk() if not part.is_multipart()]
answer = [parts(each) for each in given]`;
  const samples = [[config, merged, script], ...fc.sample(messages, { numRuns: 300, seed: 5 })];
  assert.equal(askDebianPython(program, samples.map(multipartUserData)), samples.map(seen));
});

testWithJudge(
  test,
  'cloud-init',
  'cloud-init merges a part as its Merge-Type says, and replaces keys without one',
  () => {
    const program = `
import tempfile, yaml
from cloudinit import handlers, helpers, user_data, util
from cloudinit.handlers import cloud_config
def merged(message):
    with tempfile.TemporaryDirectory() as folder:
        paths = helpers.Paths({"cloud_dir": folder, "run_dir": folder})
        handler = cloud_config.CloudConfigPartHandler(paths)
        handler.cloud_fn = folder + "/merged"
        handler.handle_part(None, handlers.CONTENT_START, None, None, None, None)
        for part in user_data.UserDataProcessor(paths).process(message.encode()).walk():
            if not part.is_multipart():
                handler.handle_part(None, part.get_content_type(), part.get_filename(), util.fully_decoded_payload(part), None, dict(part))
        handler.handle_part(None, handlers.CONTENT_END, None, None, None, None)
        return yaml.safe_load(open(folder + "/merged"))
answer = [merged(each) for each in given]`;
    const { mergeType: _, ...replacing } = merged;
    const given = [multipartUserData([config, merged]), multipartUserData([config, replacing])];
    assert.equal(askDebianPython(program, given), [
      { hostname: 'n1', runcmd: [['ls'], ['id']] },
      { hostname: 'n1', runcmd: [['id']] },
    ]);
  },
);

test.run();
