import { MosquittoClient, MosquittoGroup, MosquittoRole } from './accounts';
import { compact } from './fields';
import { DynamicSecurityClient, DynamicSecurityGroup, DynamicSecurityRole } from './settings';

/** A client as the broker stores it. */
export function clientSettings({ username, clientid, textname, textdescription, disabled, roles }: MosquittoClient): DynamicSecurityClient {
  return compact({ username, clientid, textname, textdescription, disabled, roles: (roles ?? []).map((role) => compact({ ...role })) });
}

/** A group as the broker stores it. */
export function groupSettings({ groupname, textname, textdescription, roles, clients }: MosquittoGroup): DynamicSecurityGroup {
  const members = (clients ?? []).map((client) => compact({ ...client }));
  return compact({ groupname, textname, textdescription, roles: (roles ?? []).map((role) => compact({ ...role })), clients: members });
}

/** A role as the broker stores it. */
export function roleSettings({ rolename, textname, textdescription, allowWildcardSubs, accesses }: MosquittoRole): DynamicSecurityRole {
  return compact({ rolename, textname, textdescription, allowwildcardsubs: allowWildcardSubs, acls: accesses.map((access) => access._entry()) });
}
