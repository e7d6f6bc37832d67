import { z } from 'zod';

/** A prefix of 4 to 32 bytes of a SHA-256, as hex or as base64 (either alphabet, padded or not). */
const hexForm = /^(?:[0-9a-fA-F]{2}){4,32}$/;
const base64Form = /^[A-Za-z0-9+/_-]{6,43}={0,2}$/;

const bytesOf = (text: string): Buffer => (hexForm.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text.replace(/[+/]/g, (sign) => (sign === '+' ? '-' : '_')), 'base64url'));

export const prefixText = z.string().max(88).refine((text) => (hexForm.test(text) || base64Form.test(text)) && bytesOf(text).length >= 4 && bytesOf(text).length <= 32, 'must be 4 to 32 bytes of a SHA-256, in hex or base64');

/** Of what `prefixText` let pass. Text that could be either is hex. */
export const readPrefix = bytesOf;
