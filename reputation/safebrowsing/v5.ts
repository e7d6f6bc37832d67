import { messageKind, type Duration, type Long } from './messages.ts';

/** Shapes of v5.proto that the routes take and give, as those of v4.ts. */
export interface SizeConstraints {
  readonly maxUpdateEntries?: number;
  readonly maxDatabaseEntries?: number;
}

export interface GetRequest {
  readonly name?: string;
  readonly version?: Uint8Array;
  readonly sizeConstraints?: SizeConstraints;
}

export interface BatchGetRequest {
  readonly names?: readonly string[];
  readonly version?: readonly Uint8Array[];
  readonly sizeConstraints?: SizeConstraints;
}

/** A first value over 64 bits comes in parts, most significant first. */
interface Coded {
  readonly riceParameter: number;
  readonly entriesCount: number;
  readonly encodedData: Uint8Array;
}
export type Coded32 = Coded & { readonly firstValue: number };
export type Coded64 = Coded & { readonly firstValue: Long };
export type Coded128 = Coded & { readonly firstValueHi: Long; readonly firstValueLo: Long };
export type Coded256 = Coded & { readonly firstValueFirstPart: Long; readonly firstValueSecondPart: Long; readonly firstValueThirdPart: Long; readonly firstValueFourthPart: Long };

export interface HashList {
  readonly name: string;
  readonly version?: Uint8Array;
  readonly partialUpdate?: boolean;
  readonly additionsFourBytes?: Coded32;
  readonly additionsEightBytes?: Coded64;
  readonly additionsSixteenBytes?: Coded128;
  readonly additionsThirtyTwoBytes?: Coded256;
  readonly compressedRemovals?: Coded32;
  readonly minimumWaitDuration?: Duration;
  readonly sha256Checksum?: Uint8Array;
  readonly metadata?: { readonly threatTypes: readonly number[]; readonly description: string; readonly hashLength: number };
}

export interface SearchHashesResponse {
  readonly fullHashes: readonly { readonly fullHash: Uint8Array; readonly fullHashDetails: readonly { readonly threatType: number }[] }[];
  readonly cacheDuration: Duration;
}

export interface SearchUrlsResponse {
  readonly threats: readonly { readonly url: string; readonly threatTypes: readonly number[] }[];
  readonly cacheDuration: Duration;
}

export const searchHashesRequest = messageKind<{ readonly hashPrefixes?: readonly Uint8Array[] }>('v5', 'SearchHashesRequest');
export const searchHashesResponse = messageKind<SearchHashesResponse>('v5', 'SearchHashesResponse');
export const searchUrlsRequest = messageKind<{ readonly urls?: readonly string[] }>('v5', 'SearchUrlsRequest');
export const searchUrlsResponse = messageKind<SearchUrlsResponse>('v5', 'SearchUrlsResponse');
export const getRequest = messageKind<GetRequest>('v5', 'GetHashListRequest');
export const hashList = messageKind<HashList>('v5', 'HashList');
export const batchGetRequest = messageKind<BatchGetRequest>('v5', 'BatchGetHashListsRequest');
export const batchGetResponse = messageKind<{ readonly hashLists: readonly HashList[] }>('v5', 'BatchGetHashListsResponse');
export const listRequest = messageKind<{ readonly pageSize?: number; readonly pageToken?: string }>('v5', 'ListHashListsRequest');
export const listResponse = messageKind<{ readonly hashLists: readonly HashList[]; readonly nextPageToken?: string }>('v5', 'ListHashListsResponse');
