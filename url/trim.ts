/**
 * Text without the characters up to `highest` (a character code) at both ends. A loop, because a
 * pattern anchored at the end costs the square of the longest run of spaces inside.
 */
export const trimUpTo = (text: string, highest: number): string => {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= highest) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= highest) end -= 1;
  return text.slice(start, end);
};
