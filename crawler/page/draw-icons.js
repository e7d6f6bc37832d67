/*
 * Perceptual hashes (dHash) of pictures, in an isolated world: a hostile picture is decoded by the renderer of the page
 * that it came from, never by us. Each is drawn on white in 9 x 8 and turned grey; a bit says whether a pixel is
 * lighter than its left neighbour, row by row, the first is the highest. Resolves to JSON: hex of 16 digits, or null
 * where Chromium cannot draw it (SVG among them: it has no size of its own here).
 */
(async function (bodies) {
  'use strict';
  const hashes = [];
  for (const body of bodies) {
    try {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))]));
      const context = new OffscreenCanvas(9, 8).getContext('2d', { willReadFrequently: true });
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 9, 8);
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, 0, 0, 9, 8);
      bitmap.close();
      const { data } = context.getImageData(0, 0, 9, 8);
      const grey = (x, y) => data[(y * 9 + x) * 4] * 299 + data[(y * 9 + x) * 4 + 1] * 587 + data[(y * 9 + x) * 4 + 2] * 114; // ITU-R BT.601
      let bits = 0n;
      for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) bits = bits * 2n + (grey(x + 1, y) > grey(x, y) ? 1n : 0n);
      hashes.push(bits.toString(16).padStart(16, '0'));
    } catch {
      hashes.push(null);
    }
  }
  return JSON.stringify(hashes);
})
