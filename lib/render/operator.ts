/** What a person or a pipeline needs to talk to the cluster: a certificate of their own, an env.sh, and the token, if there is one. */

import { issueLeaf, prepareLeaves } from '../pki/leaf.ts';
import { type BuildContext, checkedDates, givenToken, hostPort, leafGroup } from '../plan/context.ts';
import type { OperatorFile } from './operator-file.ts';

/** The files of the operator folder, whose `env.sh` is sourced by sh, bash, zsh and their like. */
export function operatorFiles(context: BuildContext): readonly OperatorFile[] {
  const { cluster, secrets, issuer, authorities, dates } = context;
  const token = givenToken(context);
  const leaf = issueLeaf(prepareLeaves(issuer, { ...leafGroup(cluster, secrets), role: 'cli' }), {
    machine: 'operator',
    addresses: [],
    machineGeneration: 1,
    dates: checkedDates(dates),
  });
  return [
    { name: 'ca.pem', mode: '0644', content: authorities },
    { name: 'cli.pem', mode: '0644', content: leaf.certificate },
    { name: 'cli-key.pem', mode: '0600', content: leaf.privateKey },
    ...(token === undefined ? [] : [{ name: 'token', mode: '0600' as const, content: `${token}\n` }]),
    { name: 'env.sh', mode: '0644', content: environmentScript(context) },
  ];
}

/** Finds its own folder when sourced by bash or zsh; other shells say where it is, or stand beside it. */
function environmentScript(context: BuildContext): string {
  const { cluster, servers } = context;
  const [first] = servers;
  const address = first ? `https://${hostPort(first.address, cluster.server.ports.http)}` : '';
  return `# Settings of the nomad command for cluster ${cluster.name}, to be sourced: . operator/env.sh
# bash and zsh tell where this file is; in any other shell stand in its folder, or above it where the build was started.
if [ -n "\${BASH_SOURCE:-}" ]; then
  nomad_operator=$(CDPATH= cd -- "$(dirname -- "$BASH_SOURCE")" && pwd)
elif [ -n "\${ZSH_VERSION:-}" ]; then
  nomad_operator=$(CDPATH= cd -- "$(dirname -- "$(eval 'echo "\${(%):-%x}"')")" && pwd)
else
  for nomad_operator in "$PWD" "$PWD/operator" "$PWD/out/operator"; do
    [ ! -r "$nomad_operator/cli-key.pem" ] || break
  done
fi
if [ -r "$nomad_operator/cli-key.pem" ]; then
  export NOMAD_ADDR='${address}'
  export NOMAD_REGION='${cluster.region}'
  export NOMAD_CACERT="$nomad_operator/ca.pem"
  export NOMAD_CLIENT_CERT="$nomad_operator/cli.pem"
  export NOMAD_CLIENT_KEY="$nomad_operator/cli-key.pem"
${givenToken(context) === undefined ? '' : tokenLines}  unset nomad_operator
else
  unset nomad_operator
  echo 'env.sh: its folder was not found; stand in it and source it again: cd out/operator && . ./env.sh' >&2
  false
fi
`;
}

const tokenLines = `  NOMAD_TOKEN=$(cat "$nomad_operator/token")
  export NOMAD_TOKEN
`;
