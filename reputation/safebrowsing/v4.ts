import { messageKind, type Duration, type Long } from './messages.ts';

/**
 * Shapes of v4.proto that the routes take and give. Enums are their numbers; what a client may leave out is
 * optional. Everything that comes in was only checked against the .proto.
 */
export interface ThreatInfo {
  readonly threatTypes?: readonly number[];
  readonly platformTypes?: readonly number[];
  readonly threatEntries?: readonly { readonly hash?: Uint8Array; readonly url?: string }[];
  readonly threatEntryTypes?: readonly number[];
}

export interface FindRequest {
  readonly threatInfo?: ThreatInfo;
}

export interface ThreatMatch {
  readonly threatType: number;
  readonly platformType: number;
  readonly threatEntryType: number;
  readonly threat: { readonly hash: Uint8Array } | { readonly url: string };
  readonly threatEntryMetadata?: Record<string, never>;
  readonly cacheDuration: Duration;
}

export interface ListUpdateRequest {
  readonly threatType?: number;
  readonly platformType?: number;
  readonly threatEntryType?: number;
  readonly state?: Uint8Array;
  readonly constraints?: { readonly maxUpdateEntries?: number; readonly maxDatabaseEntries?: number; readonly supportedCompressions?: readonly number[] };
}

export interface FetchRequest {
  readonly listUpdateRequests?: readonly ListUpdateRequest[];
}

export interface RiceDeltaEncoding {
  readonly firstValue: Long;
  readonly riceParameter?: number;
  readonly numEntries: number;
  readonly encodedData?: Uint8Array;
}

export interface ThreatEntrySet {
  readonly compressionType: number;
  readonly rawHashes?: { readonly prefixSize: number; readonly rawHashes: Uint8Array };
  readonly rawIndices?: { readonly indices: readonly number[] };
  readonly riceHashes?: RiceDeltaEncoding;
  readonly riceIndices?: RiceDeltaEncoding;
}

export interface ListUpdateResponse {
  readonly threatType: number;
  readonly threatEntryType: number;
  readonly platformType: number;
  readonly responseType: number;
  readonly additions: readonly ThreatEntrySet[];
  readonly removals: readonly ThreatEntrySet[];
  readonly newClientState: Uint8Array;
  readonly checksum: { readonly sha256: Uint8Array };
}

export interface FetchResponse {
  readonly listUpdateResponses: readonly ListUpdateResponse[];
  readonly minimumWaitDuration: Duration;
}

export interface FullHashesResponse {
  readonly matches: readonly ThreatMatch[];
  readonly minimumWaitDuration?: Duration;
  readonly negativeCacheDuration: Duration;
}

export interface ThreatListsResponse {
  readonly threatLists: readonly { readonly threatType: number; readonly platformType: number; readonly threatEntryType: number }[];
}

export const findThreatMatchesRequest = messageKind<FindRequest>('v4', 'FindThreatMatchesRequest');
export const findThreatMatchesResponse = messageKind<{ readonly matches: readonly ThreatMatch[] }>('v4', 'FindThreatMatchesResponse');
export const findFullHashesRequest = messageKind<FindRequest>('v4', 'FindFullHashesRequest');
export const findFullHashesResponse = messageKind<FullHashesResponse>('v4', 'FindFullHashesResponse');
export const fetchRequest = messageKind<FetchRequest>('v4', 'FetchThreatListUpdatesRequest');
export const fetchResponse = messageKind<FetchResponse>('v4', 'FetchThreatListUpdatesResponse');
export const threatListsResponse = messageKind<ThreatListsResponse>('v4', 'ListThreatListsResponse');
export const threatHitResponse = messageKind<Record<string, never>>('v4', 'ThreatHitResponse');

export const anyPlatform = 6;
export const urlEntries = 1;
export const compression = { raw: 1, rice: 2 } as const;
export const responseType = { partial: 1, full: 2 } as const;
