import { Condition } from '../../../rules/condition';
import { Reporter, Rule } from '../../../rules/rule';
import { isUnresolved, isUnresolvedList } from '../../../text/unresolved';
import { Subject } from '../../broker-core';
import { INI_TEXT, LIST_MEMBER, SCOPE_TOKEN } from '../conditions';
import { LavinMqSettings, SETTINGS, SettingType, valueOf } from '../settings';

type LavinMqRule = Rule<Subject<LavinMqSettings>>;

const INI_VALUE: LavinMqRule = {
  id: 'LAVINMQ_INI_VALUE',
  level: 'error',
  summary: 'A text is one trimmed line without quotes around it and without anything that looks like a comment.',
  cause: 'The file knows no quoting and no escapes: a line break would start another setting, blanks at the ends are cut off, ' +
    'and quotes or a comment behind the value become part of it.',
  remedy: 'write the value as it must arrive in the broker',
  source: 'crystal-lang/crystal, src/ini.cr; cloudamqp/lavinmq, src/lavinmq/config.cr',
  check: ({ settings }, report) => {
    for (const { name } of ofType('text')) {
      report.value(name, valueOf(settings, name), INI_TEXT);
    }
  },
};

const LIST_VALUE: LavinMqRule = {
  id: 'LAVINMQ_LIST_MEMBER',
  level: 'error',
  summary: 'Members of lists are not empty and hold no comma.',
  cause: 'The broker splits lists on every comma and trims the parts; there is no way to write a comma.',
  remedy: 'remove the member or rename the claim at the identity provider',
  source: 'cloudamqp/lavinmq, src/lavinmq/config.cr',
  check: ({ settings }, report) => {
    for (const { name } of ofType('list')) {
      members(name, valueOf(settings, name) as readonly string[] | undefined, LIST_MEMBER, report);
    }
  },
};

const MGMT_SCOPES: LavinMqRule = {
  id: 'LAVINMQ_MGMT_SCOPES',
  level: 'error',
  summary: 'Every member of mgmt_scopes is one scope.',
  cause: 'The members are joined with blanks; a blank inside would make two scopes, other characters make the identity provider refuse the login.',
  remedy: 'give each scope as a member of its own',
  source: 'RFC 6749 section 3.3; cloudamqp/lavinmq, src/lavinmq/config/options.cr',
  check: ({ settings }, report) => members('mgmtScopes', settings.mgmtScopes, SCOPE_TOKEN, report),
};

function members(path: string, list: readonly string[] | undefined, condition: Condition, report: Reporter): void {
  for (const member of list ?? []) {
    report.value(path, member, condition);
  }
}

function ofType(type: SettingType) {
  return SETTINGS.filter((setting) => setting.type === type);
}

const WHOLE_LIST: LavinMqRule = {
  id: 'LAVINMQ_EMPTY_LIST',
  level: 'error',
  summary: 'auth_backends and mgmt_scopes are not empty lists.',
  cause: 'An empty list cannot be written: an empty auth_backends stops the broker at its start, so the key would be left out and the default apply.',
  remedy: 'leave the setting out for the default, or name at least one member',
  source: 'cloudamqp/lavinmq, src/lavinmq/config.cr and src/lavinmq/auth/chain.cr',
  check: ({ settings }, report) => {
    for (const name of ['authBackends', 'mgmtScopes'] as const) {
      const list = settings[name];
      if (list !== undefined && !isUnresolved(list) && list.length === 0) {
        report.broken(name, { message: 'is empty', got: list });
      } else if (list !== undefined && isUnresolvedList(list)) {
        report.deferred(name);
      }
    }
  },
};

/** Rules on what the broker's file can hold. */
export const FILE_RULES: readonly LavinMqRule[] = [INI_VALUE, LIST_VALUE, WHOLE_LIST, MGMT_SCOPES];
