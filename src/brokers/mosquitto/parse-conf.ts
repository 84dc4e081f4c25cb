import { compact, Findings } from './fields';
import { FileRule, MOSQUITTO_CONF_LINE, MOSQUITTO_CONF_NOT_READ, MOSQUITTO_CONF_OTHER_OPTIONS, MOSQUITTO_FILE_UNREADABLE } from './rules/file-rules';
import { CONF_FILE, ConfListener, ConfPlugin, ConfSettings, pluginKind } from './settings';

const MOST_CHARACTERS = 4_000_000;

/** Options that change who logs in or what they may do, and that are not part of the settings. */
const DECISIVE = new Set([
  'include_dir', 'per_listener_settings', 'acl_file', 'password_file', 'psk_file', 'listener_allow_anonymous', 'port', 'bind_address',
  'use_identity_as_username', 'use_subject_as_username', 'use_username_as_clientid', 'auth_plugin_deny_special_chars',
  'enable_control_api', 'admin_listener',
]);

/** One line with content. */
export interface ConfLine {
  readonly number: number;
  readonly key: string;
  /** What follows the key, without blanks at either end; undefined when nothing does. */
  readonly value: string | undefined;
}

/** The lines with content, as the broker splits them: comments begin in the first column, a blank ends the key. */
export function confLines(text: string): readonly ConfLine[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.replace(/\r+$/, '');
    if (line === '' || line.startsWith('#')) {
      return [];
    }
    const [, key, rest] = /^ *([^ ]*) *(.*)$/s.exec(line) as RegExpExecArray;
    const value = rest.replace(/^[ \t]+|[ \t]+$/g, '');
    return key === '' ? [] : [{ number: index + 1, key, value: value === '' ? undefined : value }];
  });
}

/** Reads mosquitto.conf, as far as it loads plugins and opens listeners. */
export function parseConf(text: string, findings: Findings): ConfSettings | undefined {
  if (text.length > MOST_CHARACTERS) {
    findings.add(MOSQUITTO_FILE_UNREADABLE, CONF_FILE, `is larger than ${MOST_CHARACTERS} characters`);
    return undefined;
  }
  const reader = new ConfReader(findings);
  confLines(text).forEach((line) => reader.line(line));
  return reader.settings();
}

class ConfReader {
  private persistenceLocation: string | undefined;
  private allowAnonymous: boolean | undefined;
  private readonly plugins: Mutable<ConfPlugin>[] = [];
  private readonly listeners: Mutable<ConfListener>[] = [];
  private readonly decisive = new Set<string>();
  private readonly other = new Set<string>();

  constructor(private readonly findings: Findings) {}

  line(line: ConfLine): void {
    const { key, value } = line;
    if (DECISIVE.has(key)) {
      this.decisive.add(key);
    } else if (!this.isKnown(key)) {
      this.other.add(key);
    } else if (value === undefined) {
      this.broken(line, 'has no value');
    } else {
      this.known(line, value);
    }
  }

  settings(): ConfSettings {
    this.list(MOSQUITTO_CONF_NOT_READ, this.decisive);
    this.list(MOSQUITTO_CONF_OTHER_OPTIONS, this.other);
    return compact({
      persistenceLocation: this.persistenceLocation,
      allowAnonymous: this.allowAnonymous,
      plugins: this.plugins,
      listeners: this.listeners,
    });
  }

  private isKnown(key: string): boolean {
    return ['persistence_location', 'allow_anonymous', 'plugin', 'global_plugin', 'auth_plugin', 'plugin_load', 'plugin_use', 'listener'].includes(key)
      || optionName(key) !== undefined;
  }

  private known(line: ConfLine, value: string): void {
    const option = optionName(line.key);
    if (option !== undefined) {
      this.option(line, option, value);
      return;
    }
    switch (line.key) {
      case 'persistence_location': this.persistenceLocation = value; break;
      case 'allow_anonymous': this.anonymous(line, value); break;
      case 'plugin_load': this.load(line, value); break;
      case 'plugin_use': this.use(line, value); break;
      case 'listener': this.listener(line, value); break;
      default: this.plugins.push({ kind: pluginKind(value), path: value });
    }
  }

  private option(line: ConfLine, name: string, value: string): void {
    const plugin = this.plugins[this.plugins.length - 1];
    if (plugin === undefined || name === '') {
      this.broken(line, plugin === undefined ? 'stands before any plugin' : 'names no option');
    } else if (name === 'config_file') {
      plugin.configFile = value;
    } else {
      plugin.options = { ...plugin.options, [name]: value };
    }
  }

  private anonymous(line: ConfLine, value: string): void {
    // The broker takes true and false in any case, and 1 and 0 (src/conf.c, conf__parse_bool).
    const answer = { true: true, 1: true, false: false, 0: false }[value.toLowerCase()];
    if (answer === undefined) {
      this.broken(line, 'must be true or false', value);
    } else {
      this.allowAnonymous = answer;
    }
  }

  private load(line: ConfLine, value: string): void {
    const [, name, path] = /^(\S+) +(.+)$/.exec(value) ?? [];
    if (path === undefined) {
      this.broken(line, 'must be a name and a path', value);
    } else {
      this.plugins.push({ kind: pluginKind(path), path, name });
    }
  }

  private use(line: ConfLine, value: string): void {
    const listener = this.listeners[this.listeners.length - 1];
    if (listener === undefined) {
      this.broken(line, 'stands before any listener');
    } else {
      listener.plugins = [...listener.plugins ?? [], value];
    }
  }

  private listener(line: ConfLine, value: string): void {
    const [port, address] = value.split(/ +/);
    if (!/^\d{1,5}$/.test(port)) {
      this.broken(line, 'must begin with a port', value);
    } else {
      this.listeners.push(compact({ port: Number(port), address: address?.startsWith('#') ? undefined : address }));
    }
  }

  private broken(line: ConfLine, message: string, got?: string): void {
    this.findings.add(MOSQUITTO_CONF_LINE, `${CONF_FILE} line ${line.number} ${line.key}`, message, got);
  }

  private list(rule: FileRule, keys: ReadonlySet<string>): void {
    if (keys.size > 0) {
      this.findings.add(rule, CONF_FILE, `has options that are not read: ${[...keys].sort().join(', ')}`);
    }
  }
}

type Mutable<Part> = { -readonly [Key in keyof Part]: Part[Key] };

function optionName(key: string): string | undefined {
  return /^(?:plugin_opt_|auth_opt_)(.*)$/.exec(key)?.[1];
}
