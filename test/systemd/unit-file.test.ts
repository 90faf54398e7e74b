/** The encoder of unit files (systemd.syntax(7)). */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeUnitFile } from '../../lib/systemd/unit-file.ts';

test('sections, lists, booleans and resets are written as systemd reads them', () => {
  const text = encodeUnitFile({
    Unit: { Description: 'x', StartLimitIntervalSec: 0 },
    Service: {
      ExecStartPre: ['/bin/a', '/bin/b'],
      CapabilityBoundingSet: '',
      NoNewPrivileges: true,
      PrivateTmp: false,
    },
  });
  assert.is(
    text,
    '[Unit]\nDescription=x\nStartLimitIntervalSec=0\n\n' +
      '[Service]\nExecStartPre=/bin/a\nExecStartPre=/bin/b\nCapabilityBoundingSet=\nNoNewPrivileges=yes\nPrivateTmp=no\n',
  );
});

test('a value cannot start another directive', () => {
  assert.throws(() => encodeUnitFile({ Service: { ExecStart: '/bin/a\nUser=root' } }), /ExecStart= holds a line break/);
});

test.run();
