/**
 * Microsoft Azure: the provisioning CD with custom data in ovf-env.xml, the instance metadata service, DHCP that names the
 * wire server in option 245, and as much of that server as a machine asks that reports ready: its goal state without
 * certificates, and the health report, which is not read. Pre-provisioned machines and proxies are not emulated. Read in
 * cloudinit/sources/DataSourceAzure.py and helpers/azure.py, 22.4 to 26.2.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';

const instanceId = '01234567-89ab-cdef-0123-456789abcdef';
const wireServer = '168.63.129.16';

const card = (index: number): NetworkCard => ({
  name: `eth${index}`,
  mac: `00:0d:3a:${index + 1}0:00:01`,
  driver: 'hv_netvsc',
  address: `10.${index + 1}0.0.11/24`,
  lease: {
    router: `10.${index + 1}0.0.1`,
    nameserver: wireServer,
    options: ['245,a8:3f:81:10'],
    ...(index === 0 && {
      routes: ['0.0.0.0/0', '10.10.0.1', `${wireServer}/32`, '10.10.0.1', '169.254.169.254/32', '10.10.0.1'],
    }),
  },
});
const cards = [card(0), card(1)];

const ovfEnvironment = (hostname: string, customData: Buffer) => `<?xml version="1.0" encoding="utf-8"?>
<ns0:Environment xmlns="http://schemas.dmtf.org/ovf/environment/1"
  xmlns:ns0="http://schemas.dmtf.org/ovf/environment/1"
  xmlns:ns1="http://schemas.microsoft.com/windowsazure" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <ns1:ProvisioningSection>
    <ns1:Version>1.0</ns1:Version>
    <ns1:LinuxProvisioningConfigurationSet>
      <ns1:ConfigurationSetType>LinuxProvisioningConfiguration</ns1:ConfigurationSetType>
      <ns1:UserName>azureuser</ns1:UserName>
      <ns1:DisableSshPasswordAuthentication>true</ns1:DisableSshPasswordAuthentication>
      <ns1:HostName>${hostname}</ns1:HostName>
      <ns1:CustomData>${customData.toString('base64')}</ns1:CustomData>
    </ns1:LinuxProvisioningConfigurationSet>
  </ns1:ProvisioningSection>
  <ns1:PlatformSettingsSection>
    <ns1:Version>1.0</ns1:Version>
    <ns1:PlatformSettings>
      <ns1:PreprovisionedVm>false</ns1:PreprovisionedVm>
      <ns1:PreprovisionedVMType xsi:nil="true"/>
    </ns1:PlatformSettings>
  </ns1:PlatformSettingsSection>
</ns0:Environment>
`;

const goalState = `<?xml version="1.0" encoding="utf-8"?>
<GoalState>
  <Version>2012-11-30</Version>
  <Incarnation>1</Incarnation>
  <Container>
    <ContainerId>c0ffee00-0000-4000-8000-000000000001</ContainerId>
    <RoleInstanceList>
      <RoleInstance><InstanceId>c0ffee00-0000-4000-8000-000000000002._n1</InstanceId></RoleInstance>
    </RoleInstanceList>
  </Container>
</GoalState>
`;

const instance = (hostname: string) => ({
  compute: {
    azEnvironment: 'AzurePublicCloud',
    location: 'westeurope',
    name: hostname,
    osProfile: { adminUsername: 'azureuser', computerName: hostname, disablePasswordAuthentication: 'true' },
    publicKeys: [],
    vmId: instanceId,
  },
  network: {
    interface: cards.map(({ mac, address }) => ({
      ipv4: {
        ipAddress: [{ privateIpAddress: address.replace(/\/.*/, ''), publicIpAddress: '' }],
        subnet: [{ address: address.replace('.11/24', '.0'), prefix: '24' }],
      },
      ipv6: { ipAddress: [] },
      macAddress: mac.replaceAll(':', '').toUpperCase(),
    })),
  },
});

export const azure: Emulation = {
  platform: 'azure',
  virtualization: 'microsoft',
  dmi: {
    sys_vendor: 'Microsoft Corporation',
    product_name: 'Virtual Machine',
    chassis_asset_tag: '7783-7084-3265-9085-8269-3286-77',
    product_uuid: instanceId,
  },
  cards,
  instanceId,
  // No systemd runs, and the CD is no drive.
  complaints: [/Failed to get boot telemetry: distro not using systemd/, /Failed ejecting the provisioning iso/],
  medium: ({ hostname, userData }) => ({
    label: 'rd_rdfe_stable',
    device: 'sr0',
    files: { 'ovf-env.xml': ovfEnvironment(hostname, userData) },
  }),
  service: {
    addresses: ['169.254.169.254', wireServer],
    paths: ({ hostname }) => ({
      '/metadata/instance?api-version=2021-08-01&extended=true': {
        body: JSON.stringify(instance(hostname)),
        contentType: 'application/json',
        needs: ['Metadata', 'true'],
      },
      '/machine/?comp=goalstate': goalState,
      'POST /machine?comp=health': '',
    }),
  },
};
