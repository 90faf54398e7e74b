/** What the shipped proof makes of answers: its functions run by a shell, with the machine's files in a folder. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from '../pack/temporary.ts';
import { inside, placeFiles } from './machine-folder.ts';

const proof = suite('proof');
const { cluster, secrets } = threeMachines();
const [plan] = planMachines(cluster, secrets);

/** Runs a script after the definitions of the first machine's proof; nothing of it is asked or waited for. */
function afterDefinitions(shell: string, script: string): string {
  let output = '';
  inTemporaryFolder((folder) => {
    placeFiles(folder, plan ? filesOf(plan) : []);
    const converge = plan?.shared.files.find(({ path }) => path.endsWith('/bin/converge'))?.content ?? '';
    const [definitions = ''] = converge.split('\nawait clock');
    assert.ok(definitions.length < converge.length, 'the proof has another first step');
    writeFileSync(join(folder, 'script'), inside(folder, `${definitions}\n${script}`));
    output = execFileSync(shell, [join(folder, 'script')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  });
  return output.trim();
}

const gauges = (healthy: string, tolerance: string) =>
  `{"Counters":[],"Gauges":[{"Labels":{"host":"n1"},"Name":"nomad.nomad.autopilot.failure_tolerance","Value":${tolerance}},{"Labels":{"host":"n1"},"Name":"nomad.nomad.autopilot.healthy","Value":${healthy}}]}`;

testWithJudge(proof, 'sh', 'what the leader measures is read as Nomad writes it', (shell) => {
  const read = (body: string) =>
    afterDefinitions(shell, `MEASURING=0; ask() { echo '${body}'; }\nask_autopilot\necho "$OWN $TOLERANCE"`);
  assert.is(read(gauges('1.0', '2.0')), '"Healthy":true,"Voter":true 2');
  assert.is(read(gauges('1', '1')), '"Healthy":true,"Voter":true 1');
  assert.is(read(gauges('0.0', '0.0')), '0');
  assert.is(read(gauges('10', '0')), '0');
  const early = `ask() { echo '${gauges('1', '1')}'; }\nask_autopilot\necho "$OWN $TOLERANCE"`;
  assert.is(afterDefinitions(shell, early), '', 'it may be two intervals old');
});

testWithJudge(proof, 'sh', 'autopilot is asked for the server of this disk, and no other one counts', (shell) => {
  const body =
    '{"FailureTolerance":1,"Servers":[{"ID":"old","Healthy":true,"Voter":true},{"ID":"new","Healthy":false,"Voter":false}]}';
  const read = (id: string) =>
    afterDefinitions(
      shell,
      `mkdir -p /var/lib/nomad-server/server; echo ${id} >/var/lib/nomad-server/server/node-id
PROOF=token; LEADER=10.10.0.12:4647; leader_is_known() { :; }; ask_with() { echo '${body}'; }
is_voter && echo "votes $TOLERANCE" || echo no`,
    );
  assert.equal(['old', 'new', 'unknown'].map(read), ['votes 1', 'no', 'no']);
});

testWithJudge(proof, 'sh', 'only a refusal of the very token that was accepted means that it was revoked', (shell) => {
  const after = (answer: string, accepted: string) =>
    afterDefinitions(
      shell,
      `leader_is_known() { :; }; LEADER=10.10.0.12:4647; ask_with() { echo '${answer}'; }
${accepted}
token_is_accepted; echo "$? $PROOF $REVOKED"`,
    );
  const same = 'sha256sum <"$TOKEN" >"$ACCEPTED"';
  assert.is(after('{"AccessorID":"x"}', ''), '0 token');
  assert.is(after('ACL token not found', same), '1  yes');
  assert.is(after('Permission denied', same), '1  yes');
  assert.is(after('ACL token not found', 'echo other >"$ACCEPTED"'), '1');
  assert.is(after('No cluster leader', same), '1');
  assert.is(after('', same), '1');
});

testWithJudge(
  proof,
  'sh',
  'the leader is asked at its own address, though it is in no list of this machine',
  (shell) => {
    const url = (leader: string) => afterDefinitions(shell, `LEADER='${leader}'; leader_url`);
    assert.is(url('10.10.0.99:4647'), 'https://10.10.0.99:4646');
    assert.is(url('[fd00::9]:4647'), 'https://[fd00::9]:4646');
  },
);

testWithJudge(proof, 'sh', 'a clock that was ahead of the certificates heals', (shell) => {
  const script = `date() { echo 4102444800; }\nclock_is_plausible && echo plausible || echo "wrong $HOPELESS"
date() { echo "$CERTIFICATES_BEGIN"; }\nclock_is_plausible && echo plausible || echo "wrong $HOPELESS"`;
  assert.is(afterDefinitions(shell, script), 'wrong yes\nplausible');
});

testWithJudge(
  proof,
  'sh',
  'a job’s own words and the token stay off the console, and errors in a list do not',
  (shell) => {
    const journal = [
      '2026-11-24T12:00:00.000Z [ERROR] agent: error starting agent: error=client setup failed: no space left on device',
      'agent.joiner: join failed: error=',
      '  | 1 error occurred:',
      '  | \\t* failed to join 10.10.0.12: refused',
      'client.driver_mgr: starting task: driver_cfg=',
      '  | {Command:/bin/sh Args:[-c | echo error password=hunter2 ]}',
      `some error with ${secrets.bootstrapToken}`,
    ].join('\n');
    const said = afterDefinitions(
      shell,
      `journalctl() { cat <<'END'\n${journal}\nEND\n}\nlast_words nomad-client.service`,
    );
    assert.not.match(said, /hunter2/);
    assert.not.match(said, String(secrets.bootstrapToken));
    assert.match(said, /^Error starting agent: client setup failed: no space left on device$/m);
    assert.match(said, /^failed to join 10[.]10[.]0[.]12: refused$/m);
  },
);

testWithJudge(
  proof,
  'sh',
  'a port that is taken is what the line names, not what the agent says beside it',
  (shell) => {
    const journal = [
      '==> Error starting http server: 1 error occurred:',
      '\t* failed to start HTTP listener: listen tcp 10.50.0.23:4646: bind: address already in use',
      '2026-11-24T12:00:00.000Z [WARN]  nomad: serf: Failed to re-join any previously known node',
    ].join('\n');
    const script = `journalctl() { cat <<'END'\n${journal}\nEND\n}\nlast_words nomad-server.service | tail -n 1`;
    const said = afterDefinitions(shell, script);
    assert.is(said, 'failed to start HTTP listener: listen tcp 10.50.0.23:4646: bind: address already in use');
  },
);

testWithJudge(proof, 'sh', 'no line of a key of this machine comes to the console', (shell) => {
  const keys = plan?.files.filter(({ path }) => path.endsWith('-key.pem')) ?? [];
  assert.is(keys.length, 2);
  for (const { content } of keys) {
    const [, ...body] = content.trim().split('\n').slice(0, -1);
    const said = afterDefinitions(
      shell,
      `plain <<'END'\n${body.map((line) => `error: ${line} refused`).join('\n')}\nEND`,
    );
    assert.is(said, body.map(() => 'error: (hidden) refused').join('\n'));
  }
});

testWithJudge(proof, 'sh', 'a binary for another architecture is no program, and a script is one', (shell) => {
  const nomad = (octets: string, architecture: string) =>
    afterDefinitions(
      shell,
      `uname() { echo ${architecture}; }\nNOMAD=$RUN/nomad\nprintf '${octets}' >"$NOMAD"\nchmod 0755 "$NOMAD"
program_is_there && echo there || explain_program`,
    );
  const elf = (machine: string) => `\\177ELF\\2\\1\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\2\\0\\${machine}\\0`;
  const [amd64, arm64] = [elf('76'), elf('267')];
  assert.is(nomad(amd64, 'x86_64'), 'there');
  assert.is(nomad(arm64, 'aarch64'), 'there');
  assert.is(nomad('#!/bin/sh\\nexec /usr/lib/nomad "$@"\\n', 'x86_64'), 'there');
  assert.match(nomad(arm64, 'x86_64'), /^there is no program \S+nomad for x86_64;/);
  assert.match(nomad(amd64, 'aarch64'), /^there is no program \S+nomad for aarch64;/);
});

proof.run();
