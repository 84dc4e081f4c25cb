import { BrokerLint, LoadQuestion } from '../broker-lint';
import { isOptionOfEveryRelease, isOptionSince21 } from './conf-options';
import { MOSQUITTO } from './core';
import { confLines } from './parse-conf';
import { hasLaterClaims } from './releases';
import { MOSQUITTO_CONF_LINE, MOSQUITTO_FILE_UNREADABLE, MOSQUITTO_VALUE_TYPE } from './rules/file-rules';
import { MOSQUITTO_SEMANTICS } from './semantics';
import { readPlan } from './semantics/token-plan';
import { CONF_FILE, DYNAMIC_SECURITY_FILE, JWT_FILE } from './settings';
import type { Verdict } from '../../preview/result';
import { finding } from '../../rules/rule';

/** How the token plugin's settings, the accounts and the broker's own file are judged. */
export const MOSQUITTO_LINT: BrokerLint = {
  core: MOSQUITTO,
  semantics: MOSQUITTO_SEMANTICS,
  grammar: [MOSQUITTO_FILE_UNREADABLE, MOSQUITTO_VALUE_TYPE, MOSQUITTO_CONF_LINE],
  unread: [],
  fileOf: (path, names) => {
    const file = Object.entries(FILES).find(([setting]) => path.startsWith(setting))?.[1] ?? names[0];
    return names.includes(file) ? file : undefined;
  },
  judgeFile: (name, text, version) => (name === JWT_FILE ? judgeBySchema(text, version) : undefined),
  loads: (name, question) => (name === CONF_FILE ? confLoads(question) : question.previewed({ [name]: question.files[name] })),
};

const FILES = { jwt: JWT_FILE, conf: CONF_FILE, dynamicSecurity: DYNAMIC_SECURITY_FILE };

/** The published schema of jwt.json; settings that not every release has count where the version may have them. */
function judgeBySchema(text: string, version: string | undefined) {
  const { verdict, detail } = readPlan(text).loads(hasLaterClaims(version) !== false);
  return verdict === false ? { valid: false, problem: finding(MOSQUITTO_VALUE_TYPE, JWT_FILE, { message: `breaks the published schema: ${detail}` }) } : { valid: true };
}

/** The broker exits at a line that it cannot read, and at an option that it does not have. */
function confLoads({ files, valid, version }: LoadQuestion): Verdict {
  if (!valid) {
    return false;
  }
  const is21 = MOSQUITTO.releases.isSince(version, '2.1');
  const keys = confLines(files[CONF_FILE]).map(({ key }) => key);
  const strangers = keys.filter((key) => !isOptionOfEveryRelease(key) && !(is21 === true && isOptionSince21(key)));
  return strangers.length === 0 ? true : is21 === false ? false : 'unknown';
}
