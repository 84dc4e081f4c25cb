import { BrokerLint } from '../broker-lint';
import { LAVINMQ } from './core';
import {
  CLOUDAMQP_ATTRIBUTE, CLOUDAMQP_JSON, FILE_TOO_LARGE, INI_BOOLEAN, INI_NUMBER, INI_SYNTAX, INI_UNKNOWN_SECTION,
} from './parse-rules';
import { LAVINMQ_SEMANTICS } from './semantics';

/** How LavinMQ's settings are judged as a file. */
export const LAVINMQ_LINT: BrokerLint = {
  core: LAVINMQ,
  semantics: LAVINMQ_SEMANTICS,
  grammar: [INI_SYNTAX, INI_UNKNOWN_SECTION, INI_NUMBER, INI_BOOLEAN, CLOUDAMQP_JSON, CLOUDAMQP_ATTRIBUTE],
  unread: [FILE_TOO_LARGE],
  fileOf: (_path, [only]) => only,
  loads: (name, { files, previewed }) => previewed({ [name]: files[name] }),
};
