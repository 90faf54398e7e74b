/** What `client.config` reserves besides: the build computes with it, and writes its ports beside the agents' own. */

import { show } from '../../../quote.ts';
import type { Rule } from './setting.ts';

/** One port, or a range of them: `9100`, `8000-8010`; several with commas. */
const portList = /^\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*$/;

const isWholeNumber = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isPortList = (value: unknown) => typeof value === 'string' && portList.test(value);

const forms: Readonly<Record<string, readonly [isRight: (value: unknown) => boolean, expected: string]>> = {
  'client.reserved.memory': [isWholeNumber, 'a whole number of megabytes'],
  'client.reserved.disk': [isWholeNumber, 'a whole number of megabytes'],
  'client.reserved.reserved_ports': [isPortList, 'a text of ports and ranges such as "9100,8000-8010"'],
};

/** Refuses what would become a file that Nomad or the first boot cannot read. */
export const reserved: Rule = {
  look: ({ name, value, at }) => {
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    if (!form || form[0](value)) return false;
    at.add('wrong-form', { expected: form[1], received: show(value) });
    return true;
  },
};
