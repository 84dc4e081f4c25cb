import { KafkaPermissionType, KafkaResourceType, NativeAcl } from './acl';
import { ACL_COMMANDS } from './files';
import { SCRIPT_PARAMETERS, SHELL_WORD } from './shell-words';
import { Template, TemplateBuilder } from '../../text/template';

/** Options of `kafka-acls.sh` that name a resource (AclCommand.java). */
export const RESOURCE_OPTIONS: Readonly<Record<KafkaResourceType, string>> = {
  [KafkaResourceType.CLUSTER]: 'cluster',
  [KafkaResourceType.DELEGATION_TOKEN]: 'delegation-token',
  [KafkaResourceType.GROUP]: 'group',
  [KafkaResourceType.TOPIC]: 'topic',
  [KafkaResourceType.TRANSACTIONAL_ID]: 'transactional-id',
  [KafkaResourceType.USER]: 'user-principal',
};

/** Commands that add the entries; connection options are the script's own parameters. */
export function aclCommands(acls: readonly NativeAcl[]): Template {
  const text = new TemplateBuilder()
    .text('#!/bin/sh\n')
    .text(`# Adds access control entries: sh ${ACL_COMMANDS} --bootstrap-server HOST:PORT --command-config FILE\n`)
    .text('set -eu\n');
  for (const acl of acls) {
    text.text('kafka-acls.sh ').template(aclArguments('add', acl)).text('\n');
  }
  return text.build();
}

/** The arguments of `kafka-acls.sh` that add or remove one entry, quoted for a shell. */
export function aclArguments(action: 'add' | 'remove', acl: NativeAcl): Template {
  const verb = acl.permissionType === KafkaPermissionType.ALLOW ? 'allow' : 'deny';
  const text = new TemplateBuilder()
    .text(`${SCRIPT_PARAMETERS} --${action} --${verb}-principal=`).value(acl.principal, SHELL_WORD)
    .text(` --${verb}-host=`).value(acl.host, SHELL_WORD)
    .text(` --operation=${acl.operation} --${RESOURCE_OPTIONS[acl.resourceType]}`);
  if (acl.resourceType !== KafkaResourceType.CLUSTER) {
    text.text('=').value(acl.resourceName, SHELL_WORD);
  }
  return text.text(` --resource-pattern-type=${acl.patternType.toLowerCase()}`).build();
}

