/** A request that its message kind allows and the protocol doesn't: INVALID_ARGUMENT, with a sentence for the client. */
export class InvalidArgument extends Error {
  override readonly name = 'InvalidArgument';
}
