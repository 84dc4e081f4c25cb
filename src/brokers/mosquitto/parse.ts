import { Files, Parsed } from '../broker-core';
import { compact, Findings } from './fields';
import { parseConf } from './parse-conf';
import { parseDynamicSecurity } from './parse-dynamic-security';
import { parseJwt } from './parse-jwt';
import { MOSQUITTO_FILE_UNKNOWN } from './rules/file-rules';
import { CONF_FILE, DYNAMIC_SECURITY_FILE, JWT_FILE, MosquittoSettings } from './settings';

/** Reads the files that are given; none of them depends on another. */
export function parse(files: Files): Parsed<MosquittoSettings> {
  const findings = new Findings();
  const read = <Part>(name: string, parser: (text: string, findings: Findings) => Part) =>
    Object.hasOwn(files, name) ? parser(files[name], findings) : undefined;
  const settings = compact({
    jwt: read(JWT_FILE, parseJwt),
    conf: read(CONF_FILE, parseConf),
    dynamicSecurity: read(DYNAMIC_SECURITY_FILE, parseDynamicSecurity),
  });
  for (const name of Object.keys(files).filter((file) => ![JWT_FILE, CONF_FILE, DYNAMIC_SECURITY_FILE].includes(file)).sort()) {
    findings.add(MOSQUITTO_FILE_UNKNOWN, name, 'is not a file of this broker');
  }
  const unreadable = Object.keys(settings).length === 0 && Object.keys(files).length > 0;
  return compact({ settings: unreadable ? undefined : settings, findings: findings.list });
}
