import { RenderedFile } from '../broker-core';
import { aclCommands } from './acl-commands';
import { ACL_COMMANDS, AIVEN_ACLS, AIVEN_USER_CONFIG, JVM_OPTIONS, SERVER_PROPERTIES } from './files';
import { writeDocument } from './json-document';
import { allowedUrls, jvmOptions } from './jvm-options';
import { serverProperties } from './server-properties';
import { AivenKafkaSettings, AivenService, KafkaListener, normalizeSettings } from './settings';
import { aivenAclDocument, nativeAclDocument, userConfig } from './user-config';

/** The native files of the settings: broker properties and commands for a self-managed Kafka, documents of the service for Aiven. */
export function renderSettings(settings: AivenKafkaSettings, version: string | undefined): readonly RenderedFile[] {
  const normal = normalizeSettings(settings, version);
  // The plan decides what can be said, and normal settings have none.
  return settings.target.kind === 'aiven' ? renderService(normal, settings.target) : renderListener(normal, normal.target as KafkaListener, version);
}

/** What the service's API would show; nothing of it is delivered to a node. */
function renderService(settings: AivenKafkaSettings, target: AivenService): readonly RenderedFile[] {
  const documents = [{ name: AIVEN_USER_CONFIG, text: writeDocument(userConfig(settings, target)) }];
  if (settings.aivenAcls.length + settings.nativeAcls.length === 0) {
    return documents;
  }
  const acls = { acl: settings.aivenAcls.map(aivenAclDocument), kafka_acl: settings.nativeAcls.map(nativeAclDocument) };
  return [...documents, { name: AIVEN_ACLS, text: writeDocument(acls) }];
}

function renderListener(settings: AivenKafkaSettings, target: KafkaListener, version: string | undefined): readonly RenderedFile[] {
  const files: RenderedFile[] = [{ name: SERVER_PROPERTIES, text: serverProperties(settings, target, version) }];
  const urls = allowedUrls(settings, target, version);
  if (urls.length > 0) {
    files.push({ name: JVM_OPTIONS, text: jvmOptions(urls) });
  }
  if (settings.nativeAcls.length > 0) {
    files.push({ name: ACL_COMMANDS, text: aclCommands(settings.nativeAcls) });
  }
  return files;
}
