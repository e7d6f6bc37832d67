import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import protojson from 'protobufjs/ext/protojson.js';

/**
 * The messages of v4.proto and v5.proto, read from those files when first imported: there is no generated code.
 * JSON is proto3's own mapping (bytes as base64, 64-bit numbers and enums as strings, durations as "300s").
 */
protojson.install();

/** A message that a client sent is not one of this kind. The text says where, for the client. */
export class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

/** A kind of message by its name: `Wire` is what it looks like here, bytes as Uint8Array, enums as numbers. */
export interface MessageKind<Wire> {
  /** Throws BadMessage. Fields that it doesn't know are skipped. */
  readonly fromBytes: (bytes: Uint8Array) => Wire;
  /** `json` as JSON.parse gives it. Throws BadMessage; unknown fields and enum names are skipped. */
  readonly fromJson: (json: unknown) => Wire;
  readonly toBytes: (message: Wire) => Uint8Array;
  readonly toJson: (message: Wire) => unknown;
}

const loaded = (name: string): protobuf.Root => new protobuf.Root().loadSync(fileURLToPath(new URL(name, import.meta.url)));
const roots = { v4: loaded('./v4.proto'), v5: loaded('./v5.proto') };

/** The caller names the type of the message beside its name in the .proto; test/reputation/safebrowsing holds both together. */
export const messageKind = <Wire extends object>(version: keyof typeof roots, name: string): MessageKind<Wire> => {
  const type = roots[version].lookupType(`harrier.safebrowsing.${version}.${name}`);
  const plain = (message: protobuf.Message): Wire => type.toObject(message, { longs: String, arrays: true, objects: true, defaults: false }) as Wire; // The .proto's shape.
  const checked = (read: () => protobuf.Message): Wire => {
    try {
      return plain(read());
    } catch (error) {
      throw new BadMessage(`no ${name}: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`, { cause: error });
    }
  };
  return {
    fromBytes: (bytes) => checked(() => type.decode(bytes)),
    fromJson: (json) => checked(() => type.fromJson(json, { ignoreUnknownFields: true })),
    toBytes: (message) => type.encode(message).finish(), // protobufjs takes any object of the .proto's shape.
    toJson: (message) => type.toJson(message, { ignoreUnknownFields: true }) as unknown,
  };
};

/** 64 bits: either is written, a decimal is read. */
export type Long = number | string;

export interface Duration {
  readonly seconds: Long;
}
