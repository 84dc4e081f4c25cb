import { CaseParts, oneReading, Reading, settingsText, WrittenFiles } from '../../../preview/case-parts';
import { told } from '../../../preview/preview-rules';
import { describeFinding } from '../../../rules/rule';
import { plainText } from '../../../text/template';
import { parse } from '../parse';
import { render } from '../render';
import { CLOUDAMQP_FILE, INI_FILE, LavinMqSettings } from '../settings';
import { LAVINMQ_CLOUDAMQP_ASSUMED } from './preview-rules';

/** The broker's own file, or what CloudAMQP would write into it. */
export function caseOf(written: WrittenFiles): CaseParts {
  const attributes = settingsText(written, CLOUDAMQP_FILE);
  return attributes === undefined ? oneReading({ settings: settingsText(written, INI_FILE) }) : cloudAmqpCase(attributes);
}

const ASSUMED = told(LAVINMQ_CLOUDAMQP_ASSUMED,
  'auth_backends and jwks_cache_ttl are CloudAMQP\'s own affair: taken are oauth behind local, or alone without basic auth, and the broker\'s default');

/** Whether CloudAMQP lets scopes bind MQTT clients is not documented, so both are tried. */
function cloudAmqpCase(attributes: string): CaseParts {
  const { settings = {}, findings } = parse({ [CLOUDAMQP_FILE]: attributes });
  const warnings = findings.map((found) => ({ rule: found.rule, message: describeFinding(found) }));
  return { readings: [false, true].map((checked) => readingOf(settings, checked)), warnings: [...warnings, ASSUMED] };
}

function readingOf({ cloudAmqp, ...settings }: LavinMqSettings, mqttPermissionCheckEnabled: boolean): Reading {
  const authBackends = cloudAmqp?.disableBasicAuth === true ? ['oauth'] : ['local', 'oauth'];
  const [{ text }] = render({ ...settings, authBackends, mqttPermissionCheckEnabled });
  return { label: `[mqtt] permission_check_enabled = ${mqttPermissionCheckEnabled}`, parts: { settings: plainText(text) } };
}
