import { finding } from '../../rules/rule';
import { Merged } from '../broker-core';
import { mergeConf } from './merge-conf';
import { mergeDynamicSecurity } from './merge-dynamic-security';
import { MOSQUITTO_FILE_UNKNOWN } from './rules/file-rules';
import { CONF_FILE, DYNAMIC_SECURITY_FILE, JWT_FILE } from './settings';

/** Puts our part of one file into what stands on the node. */
export function merge(name: string, existing: string | undefined, ours: string): Merged {
  switch (name) {
    // The token plugin's file is ours alone.
    case JWT_FILE: return { text: ours };
    case CONF_FILE: return mergeConf(existing, ours);
    case DYNAMIC_SECURITY_FILE: return mergeDynamicSecurity(existing, ours);
    default: return { problem: finding(MOSQUITTO_FILE_UNKNOWN, name, { message: 'is not a file of this broker' }) };
  }
}
