import { adblock } from './adblock.ts';
import { csv } from './csv.ts';
import { dnsmasq } from './dnsmasq.ts';
import { domains } from './domains.ts';
import { hosts } from './hosts.ts';
import { json } from './json.ts';
import { plain } from './plain.ts';
import { rpz } from './rpz.ts';
import { squid } from './squid.ts';
import { stix } from './stix.ts';
import { suricata } from './suricata.ts';
import { unbound } from './unbound.ts';
import { urlhaus, urlhausJson } from './urlhaus.ts';
import type { ExportFormat } from './contract.ts';

/** Every format, by the name that it is asked for. */
export const exportFormats: readonly ExportFormat[] = [csv, json, plain, domains, hosts, rpz, dnsmasq, unbound, squid, adblock, suricata, urlhaus, urlhausJson, stix];

export type { ExportFormat, ExportStamp } from './contract.ts';
