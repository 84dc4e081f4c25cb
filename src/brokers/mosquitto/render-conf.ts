import { CONF_BEGIN, CONF_END, ConfListener, ConfPlugin, ConfSettings } from './settings';
import { byCodePoint } from '../../text/canonical';
import { Encoding, Template, TemplateBuilder, VERBATIM } from '../../text/template';

/**
 * A value at the end of a line of mosquitto.conf.
 *
 * The format has no quoting. A rule refuses line breaks; here they become blanks, so that a value can never start a line of its own.
 */
export const CONF_VALUE: Encoding = {
  encode: (value) => String(value).replace(/[\r\n]+/g, ' '),
  hcl: (reference) => `replace(${reference}, "/[\\\\r\\\\n]+/", " ")`,
};

/** Our lines of mosquitto.conf, between their marks. */
export function renderConf(conf: ConfSettings): Template {
  const builder = new TemplateBuilder().text(`${CONF_BEGIN}\n`);
  const line = (key: string, value: string | undefined) => {
    if (value !== undefined) {
      builder.text(`${key} `).value(value, CONF_VALUE).text('\n');
    }
  };
  line('persistence_location', conf.persistenceLocation);
  line('allow_anonymous', conf.allowAnonymous === undefined ? undefined : String(conf.allowAnonymous));
  conf.plugins.forEach((plugin) => addPlugin(builder, plugin, line));
  conf.listeners.forEach((listener) => addListener(builder, listener, line));
  return builder.text(`${CONF_END}\n`).build();
}

type Line = (key: string, value: string | undefined) => void;

function addPlugin(builder: TemplateBuilder, plugin: ConfPlugin, line: Line): void {
  if (plugin.name === undefined) {
    line('plugin', plugin.path);
  } else {
    builder.text('plugin_load ').value(plugin.name, CONF_VALUE).text(' ').value(plugin.path, CONF_VALUE).text('\n');
  }
  line('plugin_opt_config_file', plugin.configFile);
  for (const [key, value] of Object.entries(plugin.options ?? {}).sort(([a], [b]) => byCodePoint(a, b))) {
    line(`plugin_opt_${key}`, value);
  }
}

function addListener(builder: TemplateBuilder, listener: ConfListener, line: Line): void {
  builder.text('listener ').value(listener.port, VERBATIM);
  if (listener.address !== undefined) {
    builder.text(' ').value(listener.address, CONF_VALUE);
  }
  builder.text('\n');
  (listener.plugins ?? []).forEach((name) => line('plugin_use', name));
}
