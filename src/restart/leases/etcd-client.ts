import { readFile } from 'node:fs/promises';
import { Etcd3, IOptions } from 'etcd3';
import { Environment } from '../payload';
import { LockSpec } from '../spec/lock';

/** The lease in etcd as the spec names it. */
export type EtcdLock = Extract<LockSpec, { readonly kind: 'etcd' }>;

/** Makes a client of etcd, which connects when it is first asked. `callMilliseconds` bounds each of its calls. */
export async function connectEtcd(lock: EtcdLock, environment: Environment, callMilliseconds: number): Promise<Etcd3> {
  const options: IOptions = {
    hosts: lock.endpoints,
    credentials: await credentials(lock),
    auth: lock.user === undefined ? undefined : { username: lock.user, password: password(lock, environment) },
    defaultCallOptions: () => ({ deadline: Date.now() + callMilliseconds }),
  };
  return new Etcd3(options);
}

async function credentials({ caFile, certificateFile, keyFile }: EtcdLock): Promise<IOptions['credentials']> {
  if (caFile === undefined && certificateFile === undefined) {
    return undefined;
  }
  const [rootCertificate, certChain, privateKey] = await Promise.all([caFile, certificateFile, keyFile].map(readNamed));
  // The client takes the certificates that Node.js trusts where none are given, although its types say otherwise.
  return { rootCertificate: rootCertificate as Buffer, certChain, privateKey };
}

async function readNamed(path: string | undefined): Promise<Buffer | undefined> {
  try {
    return path === undefined ? undefined : await readFile(path);
  } catch (error) {
    throw new Error(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function password({ user, passwordVariable }: EtcdLock, environment: Environment): string {
  const value = environment[passwordVariable!];
  if (value === undefined || value === '') {
    throw new Error(`the environment variable ${passwordVariable} with the password of ${user} is not set`);
  }
  return value;
}
