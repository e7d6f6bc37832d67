/**
 * Which ports a visit may connect to.
 *
 * Phishing kits and malware are served from any high port, so a list of allowed ones would blind us. Policy:
 * 1. never a port that browsers refuse (the Fetch standard's "bad ports");
 * 2. below 1024, where system services live, only the ports that the web is known to be served from;
 * 3. from 1024 up, all but those of services that act on what a stranger sends: pages must not be able to make
 *    the crawler talk to somebody's database.
 */

/** https://fetch.spec.whatwg.org/#port-blocking, read November 2025; those from 1024 up (the rest falls to rule 2). */
const fetchBadPorts = [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080];

/** IANA's http, https, their alternates, and the neighbours of 80 that hosting panels and kits use (87 is a bad port). */
const lowWebPorts = [80, 81, 82, 83, 84, 85, 86, 88, 89, 90, 280, 443, 444, 591, 800, 801, 808, 843, 880, 888, 980, 981];

/** Who listens there, so that a reader can judge the row. */
const actingServices: readonly (readonly [port: number, service: string])[] = [
  [1433, 'Microsoft SQL Server'], [1434, 'Microsoft SQL Server browser'], [1521, 'Oracle'], [2181, 'ZooKeeper'],
  [2375, 'Docker API'], [2376, 'Docker API'], [2379, 'etcd'], [2380, 'etcd'], [3306, 'MySQL'], [3389, 'RDP'],
  [4369, 'Erlang port mapper'], [5432, 'PostgreSQL'], [5671, 'AMQP'], [5672, 'AMQP'], [5900, 'VNC'], [5901, 'VNC'],
  [5984, 'CouchDB'], [5985, 'WinRM'], [5986, 'WinRM'], [6379, 'Redis'], [6380, 'Redis'], [6443, 'Kubernetes API'],
  [8500, 'Consul'], [9042, 'Cassandra'], [9092, 'Kafka'], [9100, 'printers'], [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'], [10250, 'kubelet'], [11211, 'memcached'], [27017, 'MongoDB'], [27018, 'MongoDB'],
];

const allowedLow: ReadonlySet<number> = new Set(lowWebPorts);
const refusedHigh: ReadonlySet<number> = new Set([...fetchBadPorts, ...actingServices.map(([port]) => port)]);

export function isWebPort(port: number): boolean {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return false;
  return port < 1024 ? allowedLow.has(port) : !refusedHigh.has(port);
}
