import { ApiError } from './errors.ts';

/** Asks a store. What throws, or takes longer than the server's `storeMs`, becomes the refusal: a client never hangs on it. */
export type Ask = <T>(question: () => Promise<T>, otherwise?: 'store-unavailable' | 'evidence-unavailable') => Promise<T>;

export const askWithin = (storeMs: number): Ask => async (question, otherwise = 'store-unavailable') => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => { reject(new Error(`no answer within ${storeMs} ms`)); }, storeMs);
  });
  try {
    return await Promise.race([question(), late]);
  } catch (cause) {
    throw cause instanceof ApiError ? cause : new ApiError(otherwise, undefined, { cause });
  } finally {
    clearTimeout(timer);
  }
};
