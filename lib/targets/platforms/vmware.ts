/** VMware vSphere: guestinfo variables, which hold the network as well. */

import { KIB, type Platform } from '../platform.ts';

export const vmware = {
  title: 'VMware vSphere',
  limitBytes: 64 * KIB,
  counting: 'packed',
  encodings: ['base64', 'gzip+base64'],
  encodingKey: {
    name: 'guestinfo.userdata.encoding',
    values: { base64: 'base64', 'gzip+base64': 'gzip+base64' },
    option: ['-e', 'guestinfo.userdata.encoding=VALUE'],
  },
  servesUserData: false,
  instanceIdFrom: 'meta-data',
  image: 'nocloud',
  documents: { 'user-data': 'guestinfo.userdata', 'meta-data': 'guestinfo.metadata' },
  attach:
    'govc vm.change -vm NAME -f guestinfo.userdata=FILE -e guestinfo.userdata.encoding=ENCODING -f guestinfo.metadata=meta-data, ENCODING being its encoding in manifest.json',
  attachCommand: ['govc', 'vm.change', '-vm', 'NAME', '-f', 'guestinfo.userdata=FILE', '-f', 'guestinfo.metadata=META'],
  network: { madeBy: 'description', document: 'meta-data', macPrefix: '00:50:56' },
  ignition: {
    encodings: ['base64', 'gzip+base64'],
    encodingKey: {
      name: 'guestinfo.ignition.config.data.encoding',
      values: { base64: 'base64', 'gzip+base64': 'gzip+base64' },
      option: ['-e', 'guestinfo.ignition.config.data.encoding=VALUE'],
    },
    attach:
      'govc vm.change -vm NAME -f guestinfo.ignition.config.data=FILE -e guestinfo.ignition.config.data.encoding=ENCODING, which is its encoding in manifest.json',
    attachCommand: ['govc', 'vm.change', '-vm', 'NAME', '-f', 'guestinfo.ignition.config.data=FILE'],
  },
  source: 'vSphere: guestinfo variables (64 KB a value); cloud-init DataSourceVMware',
} satisfies Platform;
