import { JsonMembers, PreviewCase } from '../../../preview/case';
import { CaseParts, oneReading, rightsWarnings, settingsText, WrittenFiles } from '../../../preview/case-parts';
import { told } from '../../../preview/preview-rules';
import { PreviewWarning } from '../../../preview/result';
import { describeFinding, Finding } from '../../../rules/rule';
import { NativeAcl } from '../acl';
import { ACL_COMMANDS, AIVEN_ACLS, AIVEN_USER_CONFIG, JVM_OPTIONS, SERVER_PROPERTIES } from '../files';
import { parseJvmOptions } from '../jvm-options';
import { parseAclCommands } from '../parse-acls';
import { parseAclDocument } from '../parse-service';
import { scanProperties } from '../properties';
import { nativeAclDocument } from '../user-config';
import { ALLOWED_URLS_PROPERTY } from '../vocabulary';
import { KAFKA_AIVEN_ENTRIES_UNSEEN } from './preview-rules';

/** The service's configuration and entries, or a broker's properties, JVM options and commands. */
export function caseOf(written: WrittenFiles): CaseParts {
  const service = settingsText(written, AIVEN_USER_CONFIG);
  return service === undefined ? brokerCase(written) : serviceCase(service, written);
}

function serviceCase(settings: string, written: WrittenFiles): CaseParts {
  const findings: Finding[] = [];
  const text = written.files[AIVEN_ACLS];
  const { nativeAcls, aivenAcls } = text === undefined ? { nativeAcls: [], aivenAcls: [] } : parseAclDocument(AIVEN_ACLS, text, findings);
  const warnings = [...rightsWarnings(written, AIVEN_ACLS), ...worded(findings)];
  const parts: Partial<PreviewCase> = { settings, target: 'aiven' };
  if (written.open.includes(AIVEN_ACLS)) {
    return oneReading(parts, warnings);
  }
  return aivenAcls.length === 0
    ? oneReading({ ...parts, acls: argumentsOf(nativeAcls) }, warnings)
    : oneReading(parts, [...warnings, told(KAFKA_AIVEN_ENTRIES_UNSEEN, 'there are entries of aiven_kafka_acl, which are not judged, so actions are unknown')]);
}

function brokerCase(written: WrittenFiles): CaseParts {
  const findings: Finding[] = [];
  const properties = settingsText(written, SERVER_PROPERTIES);
  const parts: Partial<PreviewCase> = { settings: properties && withAllowedUrls(properties, written.files[JVM_OPTIONS]), target: 'self-managed' };
  if (written.open.includes(ACL_COMMANDS)) {
    return oneReading(parts, rightsWarnings(written, ACL_COMMANDS));
  }
  const acls = argumentsOf(parseAclCommands(ACL_COMMANDS, written.files[ACL_COMMANDS] ?? '', findings));
  return oneReading({ ...parts, acls }, worded(findings));
}

/** In a file the system property means nothing, so properties and JVM options together are an object. */
function withAllowedUrls(properties: string, options: string | undefined): PreviewCase['settings'] {
  const urls = options === undefined ? undefined : parseJvmOptions(options);
  const { entries, malformedAt } = scanProperties(properties);
  if (urls === undefined || malformedAt !== undefined) {
    return properties;
  }
  return { ...Object.fromEntries(entries.map(({ key, value }) => [key, value])), [ALLOWED_URLS_PROPERTY]: [...urls] };
}

function argumentsOf(acls: readonly NativeAcl[]): readonly JsonMembers[] {
  return acls.map((acl) => nativeAclDocument(acl) as JsonMembers);
}

function worded(findings: readonly Finding[]): readonly PreviewWarning[] {
  return findings.map((found) => ({ rule: found.rule, message: describeFinding(found) }));
}
