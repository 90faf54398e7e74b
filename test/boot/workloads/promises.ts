/** Promises about what jobs find on a client: networks of their own, ports on named networks, each other, and folders. */

import assert from 'node:assert/strict';
import { type Allocation, allocations, logOf, purge, runJob } from '../promises/exec-job.ts';
import { machineNamed, type Scene } from '../promises/scene.ts';
import { attempt } from '../rehearsal/command.ts';
import { eventually } from '../rehearsal/wait.ts';

const SERVICE = 'rehearsal-web';
const ASKING = 'rehearsal-asks';
const STORING = 'rehearsal-stores';

const shell = (script: string) => ({ command: '/bin/sh', args: ['-c', script] });

/** A job with one task on a client of this name. */
function job(name: string, machine: string, group: object, task: object): object {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Nomad's own notation
  const here = { LTarget: '${node.unique.name}', RTarget: machine, Operand: '=' };
  const tasks = [{ Name: name, Driver: 'exec', Resources: { CPU: 50, MemoryMB: 64 }, ...task }];
  const groups = [{ Name: name, Tasks: tasks, RestartPolicy: { Attempts: 0, Mode: 'fail' }, ...group }];
  return { ID: name, Name: name, Type: 'service', Datacenters: ['*'], Constraints: [here], TaskGroups: groups };
}

async function running({ operator }: Scene, name: string): Promise<Allocation> {
  return eventually(60_000, async () => {
    const [allocation] = await allocations(operator, name);
    assert.equal(allocation?.ClientStatus, 'running', JSON.stringify(allocation?.TaskStates ?? 'placed nowhere'));
    return allocation as Allocation;
  });
}

/** A job behind the bridge of one machine answers the operator and a task of another machine, which looks for it by name. */
export async function jobsReachEachOther(scene: Scene): Promise<void> {
  const { operator, report } = scene;
  const ports = [
    { Label: 'inner', To: 8080, HostNetwork: 'servers' },
    { Label: 'outer', To: 8080, HostNetwork: 'clients' },
  ];
  const serve = shell('echo sesame >local/index.html; cd local; exec python3 -m http.server 8080');
  const group = {
    Networks: [{ Mode: 'bridge', DynamicPorts: ports }],
    Services: [{ Name: SERVICE, Provider: 'nomad', PortLabel: 'inner' }],
  };
  await report.require('a job with a network behind the bridge runs', async () => {
    await runJob(operator, job(SERVICE, 'worker-1', group, { Config: serve }));
    await running(scene, SERVICE);
  });
  for (const [label, subnet] of [
    ['inner', '10.70.0.'],
    ['outer', '10.71.0.'],
  ] as const) {
    await report.check(`it answers from outside on its network (${label})`, async () => {
      const url = await urlOf(scene, label);
      assert.ok(url.startsWith(`http://${subnet}21:`), url);
      await eventually(20_000, async () => assert.equal(await fetched(url), 'sesame\n'));
      return url;
    });
  }
  await report.check(
    'a job of another machine, behind its own bridge, finds it by Nomad’s service discovery',
    async () => {
      const template = `{{ range nomadService "${SERVICE}" }}http://{{ .Address }}:{{ .Port }}/{{ end }}`;
      const task = { Config: shell(asking), Templates: [{ EmbeddedTmpl: template, DestPath: 'local/url' }] };
      await runJob(operator, job(ASKING, 'worker-2', { Networks: [{ Mode: 'bridge' }] }, task));
      const { ID } = await running(scene, ASKING);
      assert.match(await eventually(30_000, () => logOf(operator, ID, /sesame/)), /sesame/);
    },
  );
  for (const name of [SERVICE, ASKING]) await purge(operator, name);
}

const asking = `exec python3 -u -c '
import time, urllib.request
while True:
    try:
        print(urllib.request.urlopen(open("local/url").read(), timeout=5).read().decode())
        time.sleep(600)
    except (OSError, ValueError):
        time.sleep(1)
'`;

interface WithPorts {
  readonly AllocatedResources: {
    readonly Shared: {
      readonly Ports: readonly { readonly Label: string; readonly HostIP: string; readonly Value: number }[];
    };
  };
}

async function urlOf({ operator }: Scene, label: string): Promise<string> {
  const [allocation] = await allocations(operator, SERVICE);
  const { AllocatedResources } = await operator.get<WithPorts>(`/v1/allocation/${allocation?.ID}`);
  const port = AllocatedResources.Shared.Ports.find(({ Label }) => Label === label);
  return `http://${port?.HostIP}:${port?.Value}/`;
}

async function fetched(url: string): Promise<string> {
  const { status, stdout, stderr } = await attempt(['curl', '--silent', '--show-error', '--max-time', '3', url]);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Folders are there with owner and mode before the agent starts, and a task writes where it may. */
export async function volumesAreThere(scene: Scene): Promise<void> {
  const { operator, report } = scene;
  const worker = machineNamed(scene, 'worker-1');
  await report.check('folders of host volumes have their owner and mode', async () => {
    const paths = ['/srv/data', '/srv/reference', '/srv/scratch/jobs'];
    const said = await worker.run(['stat', '--format=%n %u:%g %a', ...paths]);
    assert.equal(said, '/srv/data 65534:65534 750\n/srv/reference 0:0 755\n/srv/scratch/jobs 65534:65534 700\n');
    const { status } = await machineNamed(scene, 'n1').attempt(['stat', '/srv/scratch']);
    assert.notEqual(status, 0, 'a machine has the volume of another');
  });
  await report.check('a task writes into one volume, and may only read the other', async () => {
    const volumes = { data: volume('data'), scratch: volume('scratch'), reference: volume('reference') };
    const mounts = Object.keys(volumes).map((name) => ({ Volume: name, Destination: `/volumes/${name}` }));
    const script = `for name in data scratch reference; do
  echo kept 2>/dev/null >/volumes/$name/file && echo "wrote $name" || echo "refused $name"
done; exec sleep 600`;
    await runJob(
      operator,
      job(STORING, 'worker-1', { Volumes: volumes }, { Config: shell(script), VolumeMounts: mounts }),
    );
    const { ID } = await running(scene, STORING);
    const log = await eventually(20_000, () => logOf(operator, ID, /reference/));
    assert.equal(log, 'wrote data\nwrote scratch\nrefused reference\n');
    assert.equal(await worker.run(['cat', '/srv/data/file', '/srv/scratch/jobs/file']), 'kept\nkept\n');
    await purge(operator, STORING);
  });
  await report.check('what tasks wrote is there after a reboot, and so are the folders that were removed', async () => {
    await worker.run(['rm', '--recursive', '/srv/reference']);
    await worker.reboot();
    await eventually(60_000, async () =>
      assert.equal(await worker.run(['stat', '--format=%a', '/srv/reference']), '755\n'),
    );
    assert.equal(await worker.run(['cat', '/srv/data/file']), 'kept\n');
  });
  await report.check('a dynamic host volume is made in its folder', async () => {
    const specification = `name = "made"
type = "host"
plugin_id = "mkdir"
node_pool = "default"
capability {
  access_mode = "single-node-writer"
  attachment_mode = "file-system"
}
constraint {
  attribute = "$\{node.unique.name}"
  value = "n1"
}
`;
    await operator.sh('nomad volume create -detach -', specification);
    const n1 = machineNamed(scene, 'n1');
    await eventually(30_000, async () => assert.match(await n1.run(['ls', '/srv/volumes']), /^[0-9a-f-]{36}$/m));
  });
}

const volume = (name: string) => ({ Name: name, Type: 'host', Source: name });
