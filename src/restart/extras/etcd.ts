export { EtcdLease } from '../leases/etcd-lease';
